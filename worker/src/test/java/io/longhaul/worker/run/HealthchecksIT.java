package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Condition;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.Healthcheck.OnFailure;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.RunSearch.RunError;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class HealthchecksIT {

    private static final Check U_IS_EMPTY =
            new SqlCheck("SELECT count() = 0 FROM u", Optional.of("u has rows; somebody writes to it"));
    private static final String SAYS_NO = "healthcheck says no: u has rows; somebody writes to it";
    private static final Duration OFTEN = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private final Wired wired = new Wired(services);

    @Test
    void oneThatFailsKillsTheStatementAndTheRunGoesBack() {
        try (Bench bench = bench(health(U_IS_EMPTY, 3, OnFailure.FAIL), Operations.insert())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 1);

            bench.sql("INSERT INTO u VALUES (1)");

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.find(run).reason()).contains("going back: " + SAYS_NO);
            assertThat(errors(bench, run)).contains(SAYS_NO);
            bench.sql("TRUNCATE TABLE u");
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("0");
        }
    }

    @Test
    void whatKeepsItsWorkFailsWhereItIs() {
        try (Bench bench = bench(health(U_IS_EMPTY, 3, OnFailure.FAIL), Operations.insertWithDone())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 1);

            bench.sql("INSERT INTO u VALUES (1)");

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void oneThatPausesTheRunIsLookedAtAgainWhenSomebodyResumesIt() {
        try (Bench bench = bench(health(U_IS_EMPTY, 3, OnFailure.PAUSE), Operations.insertByStaging())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 2);
            bench.sql("INSERT INTO u VALUES (1)");
            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.find(run).state()).isEqualTo(RunState.PAUSED);
            assertThat(bench.find(run).reason()).contains(SAYS_NO);

            bench.store.controls().resume(run, new By("alice", ""));
            assertThat(bench.carriedOut(run)).as("still unwell").isEqualTo(RunState.PAUSED);

            bench.sql("TRUNCATE TABLE u");
            bench.store.controls().resume(run, new By("alice", ""));
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo(Integer.toString(Operations.ROWS));
        }
    }

    @Test
    void aPauseWaitsForAStatementThatMayNotBeRepeated() {
        try (Bench bench = bench(health(U_IS_EMPTY, 3, OnFailure.PAUSE), Operations.insert(), Operations.nothing())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 1);

            bench.sql("INSERT INTO u VALUES (1)");

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.find(run).state()).isEqualTo(RunState.PAUSED);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo(Integer.toString(Operations.ROWS));
            assertThat(bench.store.journal().attempts(run)).hasSize(1);
        }
    }

    /** The predecessor looked at health only on the way forward. */
    @Test
    void goingBackStopsToo() {
        try (Bench bench = bench(health(U_IS_EMPTY, 3, OnFailure.FAIL), Operations.slowToTakeBack())) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.store.controls().rollBack(run, new By("alice", ""));
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 1);

            bench.sql("INSERT INTO u VALUES (1)");

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.find(run).state()).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(bench.find(run).reason()).contains(SAYS_NO);
        }
    }

    @Test
    void anErrorIsAFailureOnlyAfterSoManyInARow() {
        Check nowhere = new SqlCheck("SELECT count() = 0 FROM gone");
        try (Bench bench = bench(health(nowhere, 3, OnFailure.FAIL), Operations.nap(), Operations.nap("again"))) {
            bench.sql("CREATE TABLE gone AS t");
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 1);

            bench.sql("DROP TABLE gone SYNC");

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.find(run).reason().orElse(""))
                    .contains("healthcheck has had no answer 3 times in a row: clickhouse 60: ");
        }
    }

    @Test
    void aTimeOutIsNoAnswer() {
        Check slowOnRows = new SqlCheck("SELECT count() = 0 FROM u WHERE sleepEachRow(2.5) = 0");
        try (Bench bench = bench(
                new Healthcheck(slowOnRows, OFTEN, Duration.ofSeconds(1), 1, OnFailure.FAIL),
                Operations.insertWithDone())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 1);

            bench.sql("INSERT INTO u VALUES (1)");

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(30));
            assertThat(bench.find(run).reason().orElse("")).contains("healthcheck has had no answer 1 times in a row");
        }
    }

    /** Statements wait for a database that is away; its healthchecks must not be the ones that give the run up. */
    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        try (Bench bench = bench(health(U_IS_EMPTY, 1, OnFailure.FAIL), Operations.insertWithDone())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> carriedOut = bench.carryOut(run);
            bench.running(run, 1);

            wired.wire.loseRequest("FROM u", 4);

            assertThat(carriedOut).succeedsWithin(Duration.ofSeconds(60));
            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    /** Nothing can end a function that hangs; the run is not to hang with it. */
    @Test
    void aFunctionThatHangsIsOneWithoutAnAnswerAndTheRunGoesOn() {
        AtomicInteger asked = new AtomicInteger();
        Condition hangsOnce = look -> asked.incrementAndGet() != 2 || hang();
        try (Bench bench = bench(hangsOnce, 3)) {
            assertThat(bench.carriedOut(bench.ask().id())).isEqualTo(RunState.SUCCEEDED);
            assertThat(asked.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void oneThatHangsForEverHasNoAnswerAsOftenAsItIsLookedAtAndIsNotAskedTwice() {
        AtomicInteger asked = new AtomicInteger();
        Condition hangs = look -> {
            if (asked.incrementAndGet() > 1) {
                hangWhateverItIsTold();
            }
            return true;
        };
        try (Bench bench = bench(hangs, 2)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(bench.find(run).reason().orElse(""))
                    .contains("healthcheck has had no answer 2 times in a row")
                    .contains("has not come back since it was asked last");
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void oneThatHangsAtTheStartRefusesTheRun() {
        try (Bench bench = bench(look -> hang(), 3)) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);
            assertThat(bench.find(run).reason().orElse("")).contains("has given no answer within 1s");
        }
    }

    private static boolean hang() throws InterruptedException {
        new CountDownLatch(1).await();
        return true;
    }

    private static void hangWhateverItIsTold() {
        while (true) {
            LockSupport.park();
        }
    }

    /** The check is a function in Java; the operation takes a second and a half, and keeps its work. */
    private Bench bench(Condition condition, int errors) {
        Healthcheck health = new Healthcheck(
                new SqlCheck(Query.inJava("is well"), Optional.empty()),
                OFTEN,
                Duration.ofSeconds(1),
                errors,
                OnFailure.FAIL);
        return wired.bench(
                Migration.of(Bench.MIGRATION.value(), "For a test", Operations.insertWithDone())
                        .healthchecks(health)
                        .build(),
                new Functions(Map.of(), Map.of("is well", condition)));
    }

    private static Healthcheck health(Check check, int errors, OnFailure onFailure) {
        return new Healthcheck(check, OFTEN, TIMEOUT, errors, onFailure);
    }

    private Bench bench(Healthcheck health, SqlOperation... does) {
        return wired.bench(Migration.of(Bench.MIGRATION.value(), "For a test", does)
                .healthchecks(health)
                .build());
    }

    private static List<String> errors(Bench bench, RunId run) {
        return bench.store.search().details(run).orElseThrow().errors().stream()
                .map(RunError::failure)
                .map(failure -> failure.message())
                .toList();
    }
}
