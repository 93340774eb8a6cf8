package io.longhaul.worker.target.postgres;

import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetRefused;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server dies, and comes back. */
class PostgresAwayIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(POSTGRES);

    @AutoClose
    private Scene scene;

    private String url = "";

    @BeforeEach
    void connect() {
        url = services.freshPostgresUrl();
        scene = new Scene(url, url);
    }

    @Test
    void aServerThatWasStartedAgainBetweenTwoStatementsIsNotNoticed() {
        QueryId first = scene.query(1);
        assertThat(scene.execute(first, "UPDATE t SET n = n + 1")).isEqualTo(new Outcome.Returned(3));
        assertThat(scene.target.rows("SELECT 1 AS one", Map.of())).hasSize(1);
        assertThat(scene.target.running(first)).isEmpty();

        services.postgres().restart();

        assertThat(scene.target.rows("SELECT 1 AS one", Map.of())).hasSize(1);
        assertThat(scene.committed(first)).contains(true);
        assertThat(scene.execute(scene.query(1), "UPDATE t SET n = n + 1")).isEqualTo(new Outcome.Returned(3));
        assertThat(scene.value("SELECT sum(n) FROM t")).isEqualTo("6");
    }

    @Test
    void aServerThatDiesUnderAStatementLeavesTheOutcomeOpenAndKnowsItLater() {
        QueryId query = scene.query(1);
        CompletableFuture<Outcome> outcome =
                scene.begin(query, "UPDATE t SET n = n + 1 WHERE pg_sleep(60) IS NOT NULL");

        services.postgres().kill();

        assertThat(outcome.join()).isInstanceOf(Outcome.Lost.class);
        assertThat(scene.execute(scene.query(1), "SELECT 1")).isInstanceOf(Outcome.Lost.class);
        assertThat(scene.target.isReachable()).isFalse();
        assertThatThrownBy(() -> scene.committed(query))
                .isInstanceOfSatisfying(
                        TargetRefused.class,
                        refused -> assertThat(scene.target.gaveNoAnswer(refused.failure()))
                                .isTrue());
        services.postgres().start();
        assertThat(scene.target.isReachable()).isTrue();
        assertThat(scene.committed(query)).contains(false);
        assertThat(scene.value("SELECT sum(n) FROM t")).isEqualTo("0");
    }

    @Test
    void aServerThatDoesNotLetUsInSaysWhyAndIsNotTakenForOneThatIsAway() {
        try (PostgresTarget stranger = new PostgresTarget(Scene.url(url.replaceFirst("://[^@]*@", "://nobody:x@")))) {
            assertThatThrownBy(() -> stranger.rows("SELECT 1", Map.of()))
                    .isInstanceOfSatisfying(
                            TargetRefused.class,
                            refused -> assertThat(stranger.gaveNoAnswer(refused.failure()))
                                    .isFalse())
                    .hasMessageContaining("nobody");
        }
    }
}
