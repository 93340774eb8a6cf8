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
import io.longhaul.worker.wire.Wire;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A statement and its mark are one transaction, whatever happens to the connection and whoever comes later. */
class PostgresTargetIT {

    private static final String COUNT_UP = "UPDATE t SET n = n + 1";
    private static final String SUM = "SELECT sum(n) FROM t";

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES);

    private String url = "";
    private Wire wire;
    private Scene scene;

    @BeforeEach
    void connect() {
        url = services.freshPostgresUrl();
        wire = new Wire(url);
        scene = new Scene(wire.url(), url);
    }

    @AfterEach
    void disconnect() {
        scene.close();
        wire.close();
    }

    @Test
    void aStatementIsCommittedWithItsMark() {
        QueryId query = scene.query(1);

        assertThat(scene.execute(query, COUNT_UP)).isEqualTo(new Outcome.Returned(3));

        assertThat(scene.value(SUM)).isEqualTo("3");
        assertThat(scene.committed(query)).contains(true);
        assertThat(scene.committed(scene.query(1))).contains(false);
    }

    @Test
    void aStatementThatFailsLeavesNeitherItselfNorItsMark() {
        QueryId query = scene.query(1);

        Outcome outcome = scene.execute(query, "UPDATE t SET n = 1 / (id - 3)");

        assertThat(code(outcome)).isEqualTo("22012");
        assertThat(scene.value(SUM)).isEqualTo("0");
        assertThat(scene.committed(query)).contains(false);
    }

    @Test
    void aConstraintThatIsLookedAtOnlyAtTheEndLeavesNeitherOfThem() {
        scene.byHand("CREATE TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        QueryId query = scene.query(1);

        assertThat(code(scene.execute(query, "INSERT INTO late VALUES (1), (1)")))
                .isEqualTo("23505");

        assertThat(scene.committed(query)).contains(false);
        assertThat(scene.value("SELECT count(*) FROM late")).isEqualTo("0");
    }

    @Test
    void aConnectionLostBeforeTheStatementArrivesHasCommittedNothing() {
        wire.loseRequest("SET n = n + 1", 1);
        QueryId query = scene.query(1);

        assertThat(scene.execute(query, COUNT_UP)).isInstanceOf(Outcome.Lost.class);

        assertThat(scene.committed(query)).contains(false);
        assertThat(scene.value(SUM)).isEqualTo("0");
    }

    @Test
    void aConnectionLostBeforeTheCommitArrivesHasCommittedNothing() {
        wire.loseRequest("COMMIT", 1);
        QueryId query = scene.query(1);

        assertThat(scene.execute(query, COUNT_UP)).isInstanceOf(Outcome.Lost.class);

        Scene.await().until(() -> scene.target.running(query).isEmpty());
        assertThat(scene.committed(query)).contains(false);
        assertThat(scene.value(SUM)).isEqualTo("0");
    }

    @Test
    void aConnectionLostAfterTheCommitHasCommittedAndSaysSo() {
        wire.loseAnswer("COMMIT");
        QueryId query = scene.query(1);

        assertThat(scene.execute(query, COUNT_UP)).isInstanceOf(Outcome.Lost.class);

        assertThat(scene.committed(query)).contains(true);
        assertThat(scene.value(SUM)).isEqualTo("3");
    }

    @Test
    void aStatementOfAnOlderEpochIsRefusedOnceTheRunIsFenced() {
        assertThat(scene.execute(scene.query(1), COUNT_UP)).isInstanceOf(Outcome.Returned.class);

        scene.target.fence(scene.hold(2));
        scene.target.fence(scene.hold(2));

        assertThat(code(scene.execute(scene.query(1), COUNT_UP))).isEqualTo("fenced");
        assertThat(code(scene.execute(scene.query(1), "VACUUM t"))).isEqualTo("fenced");
        assertThat(scene.execute(scene.query(2), COUNT_UP)).isEqualTo(new Outcome.Returned(3));
        assertThat(scene.value(SUM)).isEqualTo("6");
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
            CompletableFuture<Outcome> waits = CompletableFuture.supplyAsync(() -> scene.execute(old, COUNT_UP));
            Scene.await().until(() -> waitsForLock(old.value()));

            newer.commit();

            assertThat(code(waits.join())).isEqualTo("fenced");
        }
        assertThat(scene.value(SUM)).isEqualTo("0");
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

        assertThat(code(outcome.join())).isEqualTo("57014");
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
        assertThat(code(outcome.join())).isEqualTo("57014");
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
        Scene.await().until(() -> waitsForLock(second.value()));

        assertThat(scene.target.running(second)).get().matches(running -> !running.busy(), "not busy");

        scene.target.kill(second);
        scene.target.kill(first);
        assertThat(code(waits.join())).isEqualTo("57014");
        assertThat(code(holds.join())).isEqualTo("57014");
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

    @Test
    void aLockThatOthersHoldAndADeadlockMayPass() {
        scene.byHand("CREATE TABLE other AS SELECT 1 AS one");
        String slow = "DO $$ BEGIN UPDATE t SET n = n + 1; PERFORM pg_sleep(1); UPDATE other SET one = 2; END $$";
        String reverse = "DO $$ BEGIN UPDATE other SET one = 3; PERFORM pg_sleep(1); UPDATE t SET n = n + 1; END $$";
        CompletableFuture<Outcome> one = CompletableFuture.supplyAsync(
                () -> scene.beside.execute(new TargetStatement(Scene.hand(), slow, Map.of())));
        CompletableFuture<Outcome> two = CompletableFuture.supplyAsync(
                () -> scene.beside.execute(new TargetStatement(Scene.hand(), reverse, Map.of())));
        assertThat(Stream.of(one.join(), two.join()).filter(Outcome.Failed.class::isInstance))
                .singleElement()
                .satisfies(outcome -> {
                    assertThat(code(outcome)).isEqualTo("40P01");
                    assertThat(scene.target.mayPass(((Outcome.Failed) outcome).failure()))
                            .isTrue();
                });

        Outcome locked = scene.execute("DO $$ BEGIN RAISE lock_not_available; END $$", Map.of());
        assertThat(code(locked)).isEqualTo("55P03");
        assertThat(scene.target.mayPass(((Outcome.Failed) locked).failure())).isTrue();
        assertThat(scene.execute("CREATE TABLE said AS SELECT current_setting('lock_timeout') AS lock", Map.of()))
                .isInstanceOf(Outcome.Returned.class);
        assertThat(scene.value("SELECT lock FROM said")).isEqualTo("10s");
    }

    /** On a live database it would else fail wherever a transaction takes longer, and leave an invalid index. */
    @Test
    void anIndexThatIsMadeBesideTheLoadWaitsForOlderTransactionsAsLongAsTheyTake() {
        scene.byHand("CREATE FUNCTION told(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION '%', current_setting('lock_timeout'); END $$");

        Outcome concurrent = scene.execute("CREATE INDEX CONCURRENTLY i ON t (told(n))", Map.of());
        Outcome plain = scene.execute("CREATE INDEX i2 ON t (told(n))", Map.of());

        assertThat(((Outcome.Failed) concurrent).failure().message()).isEqualTo("0");
        assertThat(((Outcome.Failed) plain).failure().message()).isEqualTo("10s");
        assertThat(scene.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
                .isEqualTo("f");
    }

    @Test
    void whatCannotRunInATransactionRunsOutsideOfOne() {
        QueryId index = scene.query(1);

        assertThat(scene.execute(index, "CREATE INDEX CONCURRENTLY i ON t (n)")).isInstanceOf(Outcome.Returned.class);
        assertThat(scene.execute(scene.query(1), "VACUUM t")).isInstanceOf(Outcome.Returned.class);
        assertThat(scene.execute(scene.query(1), "REINDEX TABLE CONCURRENTLY t"))
                .isInstanceOf(Outcome.Returned.class);

        assertThat(scene.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"))
                .isEqualTo("t");
        assertThat(scene.committed(index)).as("only its done can tell").contains(false);
    }

    @Test
    void whatAStatementSetsHoldsForNoOtherAndNotForItsMark() {
        scene.byHand("CREATE SCHEMA elsewhere");
        scene.byHand("CREATE ROLE nobody_%s".formatted(scene.run.brief()));
        QueryId sets = scene.query(1);
        QueryId becomes = scene.query(1);

        assertThat(scene.execute(sets, "SET search_path TO elsewhere")).isInstanceOf(Outcome.Returned.class);
        assertThat(scene.execute(becomes, "SET ROLE nobody_%s".formatted(scene.run.brief())))
                .isInstanceOf(Outcome.Returned.class);
        assertThat(scene.execute(scene.query(1), COUNT_UP)).isEqualTo(new Outcome.Returned(3));

        assertThat(scene.committed(sets)).contains(true);
        assertThat(scene.committed(becomes)).contains(true);
        assertThat(scene.value("SELECT count(*) FROM pg_class WHERE relname = 'longhaul_mark'"))
                .isEqualTo("1");
    }

    @Test
    void aSelectIsCarriedOutToItsLastRowAndHasWrittenNone() {
        scene.byHand("CREATE SEQUENCE s");

        assertThat(scene.execute("SELECT nextval('s') FROM generate_series(1, 5000)", Map.of()))
                .isEqualTo(new Outcome.Returned(0));

        assertThat(scene.value("SELECT last_value FROM s")).isEqualTo("5000");
    }

    @Test
    void twoWorkersThatMakeTheTableOfMarksAtOnceBothSucceed() {
        for (int round = 0; round < 20; round++) {
            scene.byHand("DROP TABLE IF EXISTS longhaul_mark");
            Stream.of(scene.query(1), scene.query(1), scene.query(1), scene.query(1))
                    .map(query -> CompletableFuture.supplyAsync(() -> scene.execute(query, "SELECT 1")))
                    .toList()
                    .forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Outcome.Returned.class));
        }
    }

    @Test
    void aRunThatWasNeverHereHasCommittedNothingAndMakesNoTableByAsking() {
        scene.byHand("DROP TABLE IF EXISTS longhaul_mark");

        assertThat(scene.committed(scene.query(1))).contains(false);

        assertThat(scene.value("SELECT to_regclass('longhaul_mark')")).isEqualTo("NULL");
    }

    private boolean waitsForLock(String name) {
        return scene.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database() AND application_name = '%s'".formatted(name))
                .equals("1");
    }

    private static String code(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed ? failed.failure().code() : outcome.toString();
    }
}
