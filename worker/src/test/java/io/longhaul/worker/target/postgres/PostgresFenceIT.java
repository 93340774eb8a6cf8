package io.longhaul.worker.target.postgres;

import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Statements that are under way are found, killed, and refused once their epoch is over. */
class PostgresFenceIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES);

    private String url = "";
    private Scene scene;

    @BeforeEach
    void connect() {
        url = services.freshPostgresUrl();
        scene = new Scene(url, url);
    }

    @AfterEach
    void disconnect() {
        scene.close();
    }

    @Test
    void aStatementOfAnOlderEpochIsRefusedOnceTheRunIsFenced() {
        assertThat(scene.execute(scene.query(1), Scene.COUNT_UP)).isInstanceOf(Outcome.Returned.class);

        scene.target.fence(scene.hold(2));
        scene.target.fence(scene.hold(2));

        assertThat(Scene.code(scene.execute(scene.query(1), Scene.COUNT_UP))).isEqualTo("fenced");
        assertThat(Scene.code(scene.execute(scene.query(1), "VACUUM t"))).isEqualTo("fenced");
        assertThat(scene.execute(scene.query(2), Scene.COUNT_UP)).isEqualTo(new Outcome.Returned(3));
        assertThat(scene.value(Scene.SUM)).isEqualTo("6");
        assertThatThrownBy(() -> scene.target.fence(scene.hold(1)))
                .isInstanceOf(TargetRefused.class)
                .hasMessageContaining("fenced");
    }

    @Test
    void aStatementOfAnOlderEpochThatWaitsForTheFenceIsRefusedWhenItGetsIt() throws SQLException {
        scene.target.fence(scene.hold(1));
        QueryId old = scene.query(1);
        try (Connection newer = new PostgresSource(Scene.url(url), "", Duration.ZERO).connect("newer")) {
            newer.setAutoCommit(false);
            assertThat(Mark.raise(newer, old.run(), 2)).isTrue();
            CompletableFuture<Outcome> waits = CompletableFuture.supplyAsync(() -> scene.execute(old, Scene.COUNT_UP));
            Scene.await().until(() -> scene.waitsForLock(old.value()));

            newer.commit();

            assertThat(Scene.code(waits.join())).isEqualTo("fenced");
        }
        assertThat(scene.value(Scene.SUM)).isEqualTo("0");
        assertThat(scene.committed(old)).contains(false);
    }

    @Test
    void aFenceThatAnOlderStatementHoldsIsRefusedUntilThatIsKilled() {
        QueryId old = scene.query(1);
        CompletableFuture<Outcome> outcome = scene.begin(old, "UPDATE t SET n = n + 1 WHERE pg_sleep(60) IS NOT NULL");
        assertThatThrownBy(() -> scene.target.fence(scene.hold(2)))
                .isInstanceOfSatisfying(
                        TargetRefused.class,
                        refused -> assertThat(refused.failure().code()).isEqualTo("55P03"));

        scene.target.kill(old);

        assertThat(Scene.code(outcome.join())).isEqualTo("57014");
        scene.target.fence(scene.hold(2));
        assertThat(scene.committed(old)).contains(false);
    }

    @Test
    void aStatementInFlightIsFoundByItsIdAndByItsRun() {
        QueryId query = scene.query(1);
        CompletableFuture<Outcome> outcome =
                scene.begin(query, "UPDATE t SET n = n + 1 WHERE pg_sleep(60) IS NOT NULL");

        assertThat(scene.target.running(query)).isPresent().get().matches(Running::busy, "busy");
        assertThat(scene.target.running(QueryId.prefix(scene.run))).containsExactly(query);
        assertThat(scene.target.running(new QueryId(query + "1"))).isEmpty();
        assertThat(scene.target.running("lh-_")).isEmpty();

        scene.target.kill(query);
        assertThat(Scene.code(outcome.join())).isEqualTo("57014");
        Scene.await().until(() -> scene.target.running(query).isEmpty());
        assertThat(scene.target.running(query)).isEqualTo(Optional.empty());
    }

    @Test
    void aStatementThatWaitsForALockIsNotBusy() {
        QueryId first = scene.query(1);
        CompletableFuture<Outcome> holds = scene.begin(first, "UPDATE t SET n = n + 1 WHERE pg_sleep(20) IS NOT NULL");
        QueryId second = Scene.hand();
        CompletableFuture<Outcome> waits = CompletableFuture.supplyAsync(
                () -> scene.beside.execute(new TargetStatement(second, "LOCK TABLE t", Map.of())));
        Scene.await().until(() -> scene.waitsForLock(second.value()));

        assertThat(scene.target.running(second)).get().matches(running -> !running.busy(), "not busy");

        scene.target.kill(second);
        scene.target.kill(first);
        assertThat(Scene.code(waits.join())).isEqualTo("57014");
        assertThat(Scene.code(holds.join())).isEqualTo("57014");
    }

    @Test
    void aTransactionThatWaitsForItsDeadClientIsEnded() throws Exception {
        QueryId query = scene.query(1);
        try (Connection connection = new PostgresSource(Scene.url(url), "", Duration.ZERO).connect(query.value())) {
            connection.setAutoCommit(false);
            Mark.create(connection);
            Mark.raise(connection, query.run(), query.epoch());
            assertThat(scene.target.running(QueryId.prefix(scene.run))).containsExactly(query);

            scene.target.kill(query);

            Scene.await().until(() -> scene.target.running(query).isEmpty());
            scene.target.fence(scene.hold(2));
            assertThatThrownBy(() -> Mark.prove(connection, query)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aSessionThatSomebodyEndsIsALostConnection() {
        QueryId query = scene.query(1);
        CompletableFuture<Outcome> outcome =
                scene.begin(query, "UPDATE t SET n = n + 1 WHERE pg_sleep(60) IS NOT NULL");

        scene.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'"
                .formatted(query));

        assertThat(outcome.join())
                .isInstanceOfSatisfying(
                        Outcome.Lost.class,
                        lost -> assertThat(lost.failure().code()).isEqualTo("connection"));
        assertThat(scene.committed(query)).contains(false);
    }
}
