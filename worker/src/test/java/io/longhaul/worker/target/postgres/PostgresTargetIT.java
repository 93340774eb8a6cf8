package io.longhaul.worker.target.postgres;

import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.wire.Wire;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A statement and its mark are one transaction, whatever happens to the connection and whoever comes later. */
class PostgresTargetIT {

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

        assertThat(scene.execute(query, Scene.COUNT_UP)).isEqualTo(new Outcome.Returned(3));

        assertThat(scene.value(Scene.SUM)).isEqualTo("3");
        assertThat(scene.committed(query)).contains(true);
        assertThat(scene.committed(scene.query(1))).contains(false);
    }

    @Test
    void aStatementThatFailsLeavesNeitherItselfNorItsMark() {
        QueryId query = scene.query(1);

        Outcome outcome = scene.execute(query, "UPDATE t SET n = 1 / (id - 3)");

        assertThat(Scene.code(outcome)).isEqualTo("22012");
        assertThat(scene.value(Scene.SUM)).isEqualTo("0");
        assertThat(scene.committed(query)).contains(false);
    }

    @Test
    void aConstraintThatIsLookedAtOnlyAtTheEndLeavesNeitherOfThem() {
        scene.byHand("CREATE TABLE late (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        QueryId query = scene.query(1);

        assertThat(Scene.code(scene.execute(query, "INSERT INTO late VALUES (1), (1)")))
                .isEqualTo("23505");

        assertThat(scene.committed(query)).contains(false);
        assertThat(scene.value("SELECT count(*) FROM late")).isEqualTo("0");
    }

    @Test
    void aConnectionLostBeforeTheStatementArrivesHasCommittedNothing() {
        wire.loseRequest("SET n = n + 1", 1);
        QueryId query = scene.query(1);

        assertThat(scene.execute(query, Scene.COUNT_UP)).isInstanceOf(Outcome.Lost.class);

        assertThat(scene.committed(query)).contains(false);
        assertThat(scene.value(Scene.SUM)).isEqualTo("0");
    }

    @Test
    void aConnectionLostBeforeTheCommitArrivesHasCommittedNothing() {
        wire.loseRequest("COMMIT", 1);
        QueryId query = scene.query(1);

        assertThat(scene.execute(query, Scene.COUNT_UP)).isInstanceOf(Outcome.Lost.class);

        Scene.await().until(() -> scene.target.running(query).isEmpty());
        assertThat(scene.committed(query)).contains(false);
        assertThat(scene.value(Scene.SUM)).isEqualTo("0");
    }

    @Test
    void aConnectionLostAfterTheCommitHasCommittedAndSaysSo() {
        wire.loseAnswer("COMMIT");
        QueryId query = scene.query(1);

        assertThat(scene.execute(query, Scene.COUNT_UP)).isInstanceOf(Outcome.Lost.class);

        assertThat(scene.committed(query)).contains(true);
        assertThat(scene.value(Scene.SUM)).isEqualTo("3");
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
                    assertThat(Scene.code(outcome)).isEqualTo("40P01");
                    assertThat(scene.target.mayPass(((Outcome.Failed) outcome).failure()))
                            .isTrue();
                });

        Outcome locked = scene.execute("DO $$ BEGIN RAISE lock_not_available; END $$", Map.of());
        assertThat(Scene.code(locked)).isEqualTo("55P03");
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
        assertThat(scene.execute(scene.query(1), Scene.COUNT_UP)).isEqualTo(new Outcome.Returned(3));

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
}
