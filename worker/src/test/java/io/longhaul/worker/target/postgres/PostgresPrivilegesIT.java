package io.longhaul.worker.target.postgres;

import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user that may do what its migrations do, and little else. */
class PostgresPrivilegesIT {

    private static final String COUNT_UP = "UPDATE t SET n = n + 1";

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES);

    @AutoClose
    private Scene scene;

    @AutoClose
    private PostgresTarget target;

    @BeforeEach
    void connectAsSomebodyWithFewPrivileges() {
        String url = services.freshPostgresUrl();
        scene = new Scene(url, url);
        String user = "few_" + scene.run.brief();
        scene.byHand("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        scene.byHand("CREATE ROLE %s LOGIN PASSWORD 'few'".formatted(user));
        scene.byHand("GRANT SELECT, UPDATE ON t TO " + user);
        target = new PostgresTarget(Scene.url(url.replaceFirst("://[^@]*@", "://%s:few@".formatted(user))));
    }

    @Test
    void withoutTheRightToMakeATableNothingIsDone() {
        assertThat(execute(scene.query(1), COUNT_UP))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure())
                                .hasToString("postgres 42501: permission denied for schema public"));
        assertThat(scene.value("SELECT sum(n) FROM t")).isEqualTo("0");
    }

    @Test
    void withATableMadeBeforehandItNeedsNoMoreThanToReadAndWriteThat() {
        scene.byHand(Mark.CREATE);
        scene.byHand("GRANT SELECT, INSERT, UPDATE ON longhaul_mark TO few_" + scene.run.brief());
        QueryId done = scene.query(1);
        QueryId killed = scene.query(1);

        assertThat(execute(done, COUNT_UP)).isEqualTo(new Outcome.Returned(3));
        assertThat(target.committed(done)).contains(true);
        CompletableFuture<Outcome> slow = CompletableFuture.supplyAsync(
                () -> execute(killed, "UPDATE t SET n = n + 1 WHERE pg_sleep(60) IS NOT NULL"));
        Scene.await()
                .until(() ->
                        target.running(killed).filter(running -> running.busy()).isPresent());
        Scene.await().until(() -> {
            target.kill(killed);
            return slow.isDone();
        });

        assertThat(slow.join()).isNotInstanceOf(Outcome.Returned.class);
        target.fence(scene.hold(2));
        assertThat(target.committed(killed)).contains(false);
    }

    private Outcome execute(QueryId query, String sql) {
        return target.execute(new TargetStatement(query, sql, Map.of()));
    }
}
