package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The target PostgreSQL goes back to a backup under a run. */
@Tag("slow")
class RestoredPostgresIT {

    private static final By ALICE = new By("alice@desk", "");

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private App app;

    @AutoClose
    private Bench bench;

    /** Five operations that may not be repeated, and a sixth that fails until there is a table gate. */
    @BeforeEach
    void database() {
        app = new App(services);
        bench = app.bench(
                count(1), count(2), count(3), count(4), count(5), App.postgres("INSERT INTO gate VALUES (1)"));
    }

    private static SqlOperation count(int by) {
        return App.postgres(
                "UPDATE account SET n = n + %d WHERE id = 1".formatted(by),
                "UPDATE account SET n = n - %d WHERE id = 1".formatted(by));
    }

    private RunId afterFive() {
        RunId run = bench.ask().id();
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);
        app.byHand("CREATE TABLE gate (n int)");
        assertThat(app.sum()).isEqualTo("15");
        return run;
    }

    private void restore() {
        app.byHand("UPDATE account SET n = 3 WHERE id = 1");
        app.byHand("DELETE FROM longhaul_mark WHERE query_id ~ '-[345]-0-e'");
    }

    private RunState resumed(RunId run, Optional<Loss> loss) {
        bench.store.controls().resume(run, loss, ALICE);
        return bench.carriedOut(run);
    }

    @Test
    void whatARestoreHasUndoneIsDoneOnceMoreAndNothingElseIs() {
        RunId run = afterFive();
        restore();

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);
        assertThat(bench.find(run).reason().orElse(""))
                .startsWith("operations 3 to 5 are done by the journal since ")
                .contains("have no mark in PostgreSQL any more");
        assertThat(app.sum()).isEqualTo("3");

        assertThat(resumed(run, Optional.of(Loss.GONE))).isEqualTo(RunState.SUCCEEDED);
        assertThat(app.sum()).isEqualTo("15");
    }

    @Test
    void whatARestoreHasUndoneIsNotTakenBack() {
        RunId run = afterFive();
        restore();
        bench.store.controls().rollBack(run, Optional.of(Loss.GONE), ALICE);

        assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

        assertThat(app.sum()).isEqualTo("0");
    }

    @Test
    void whatHasLostItsMarkAloneIsTakenBack() {
        RunId run = afterFive();
        app.byHand("TRUNCATE longhaul_mark");
        bench.store.controls().rollBack(run, Optional.of(Loss.THERE), ALICE);

        assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);

        assertThat(app.sum()).isEqualTo("0");
    }

    /** It would wait for ever at the fence of an epoch that nobody has any more. */
    @Test
    void aFenceOfALaterEpochMeansThatLonghaulsOwnPostgresWasRestored() {
        RunId run = afterFive();
        app.byHand("UPDATE longhaul_mark SET epoch = 99 WHERE query_id = ''");

        assertThat(resumed(run, Optional.empty())).isEqualTo(RunState.FAILED);

        assertThat(bench.find(run).reason().orElse(""))
                .startsWith("PostgreSQL knows this run in epoch 99, which it has not reached by the journal");
    }

    @Test
    void whatCannotRunInATransactionIsMarkedAfterIt() {
        SqlOperation index = new SqlOperation(
                "index",
                Engine.POSTGRES,
                List.of("CREATE INDEX CONCURRENTLY i ON account (n)"),
                Optional.empty(),
                List.of("DROP INDEX CONCURRENTLY IF EXISTS i"),
                Optional.of("SELECT count(*) = 1 FROM pg_index WHERE indexrelid = to_regclass('i') AND indisvalid"),
                Handling.of(CrashRule.RESUME));
        try (Bench other = app.bench(index)) {
            RunId run = other.ask().id();

            assertThat(other.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            Attempt attempt = other.store.journal().attempts(run).get(0);
            assertThat(attempt.marked()).isTrue();
            assertThat(app.target.marks(run).queries()).containsExactly(attempt.query());
            other.store.controls().rollBack(run, ALICE);
            assertThat(other.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
        }
    }
}
