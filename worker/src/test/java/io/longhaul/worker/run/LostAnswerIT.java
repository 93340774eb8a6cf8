package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static io.longhaul.worker.run.Operations.ROWS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The answer to a statement or a question does not come, or is not what the statement deserved. */
@Tag("slow")
class LostAnswerIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private final Wired wired = new Wired(services);

    private final Wire wire = wired.wire;

    @Test
    void aStatementWhoseConnectionBreaksIsLookedForAndNotSentTwice() {
        try (Bench bench = wired.bench(Operations.insertWithDone())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            bench.running(run, 1);

            wire.cut();

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.find(run).epoch().value()).isEqualTo(1);
            assertThat(results(bench, run)).containsExactly("FAILED", "FOUND_DONE");
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("" + ROWS);
        }
    }

    @Test
    void aStatementThatNeverReachedTheServerIsSentAgain() {
        try (Bench bench = wired.bench(Operations.quickInsertWithDone())) {
            wire.loseRequest("INSERT INTO t", 1);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(results(bench, run)).containsExactly("FAILED", "DONE");
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("" + ROWS);
        }
    }

    @Test
    void aStatementWhoseEffectCannotBeAskedForIsNotAFailure() {
        try (Bench bench = wired.bench(Operations.quickInsertWithDone())) {
            wire.loseRequest("SELECT count() = " + ROWS, 1);
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(results(bench, run)).containsExactly("FAILED", "FOUND_DONE");
            assertThat(bench.store.search().details(run).orElseThrow().errors())
                    .extracting(error -> error.failure().code())
                    .containsExactly("abandoned");
        }
    }

    /** Were "no answer" taken for "not done", it would be sent again, and undo itself. */
    @Test
    void aQuestionWithoutAnAnswerIsAskedAgainAndNotTakenForNo() {
        try (Bench bench = wired.bench(Operations.exchange())) {
            bench.sql("INSERT INTO t VALUES (1)");
            wire.loseAnswer("EXCHANGE");
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            Bench.await().until(() -> bench.value("SELECT count() FROM u").equals("1"));
            wire.loseRequest("SELECT count() = 0", 1);

            work.join();

            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM u")).isEqualTo("1");
            assertThat(results(bench, run)).containsExactly("FAILED", "FOUND_DONE");
        }
    }

    /** Were it, the rollback would be skipped for ever. */
    @Test
    void aQuestionWithoutAnAnswerIsNotTakenForNothingToTakeBackWhenTheWorkerEnds() {
        try (Bench bench = wired.bench(Operations.exchange())) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.store.controls().rollBack(run, new By("alice", ""));
            wire.loseRequest("SELECT count() = 0", Integer.MAX_VALUE);
            CompletableFuture<Void> work = bench.carryOut(run);
            Bench.await()
                    .until(() ->
                            bench.find(run).reason().orElse("").startsWith("waiting for ClickHouse, which does not"));

            bench.stop.give();

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.QUEUED);
            assertThat(bench.store.journal().attempts(run))
                    .noneMatch(attempt -> attempt.direction() == Direction.BACKWARD);
        }
    }

    @Test
    void aStatementThatSomebodyKilledIsNotCountedAsDone() {
        try (Bench bench = wired.bench(Operations.insertWithDone())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);

            bench.target.kill(bench.running(run, 1));

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason().orElse("")).contains("394");
            assertThat(results(bench, run)).containsExactly("FAILED");
        }
    }

    @Test
    void aStatementThatWeKilledForAPauseIsRepeatedWhenThePauseIsWithdrawn() {
        AtomicReference<Wish> heard = new AtomicReference<>(Wish.PAUSE_NOW);
        try (Bench bench = wired.bench(wish -> heard::get, Operations.insertByStaging())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            Bench.await().until(() -> results(bench, run).contains("FAILED"));

            heard.set(Wish.RUN);

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("" + ROWS);
        }
    }

    @Test
    void aStatementThatMayNotBeRepeatedTakesItsRunBackWhenItsAnswerIsLost() {
        try (Bench bench = wired.bench(Operations.insert())) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            bench.running(run, 1);

            wire.cut();

            work.join();
            assertThat(bench.find(run).direction()).isEqualTo(Direction.BACKWARD);
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("0");
        }
    }

    /** A pause is to cost time only, not the run. */
    @Test
    void aStatementThatMayNotBeRepeatedIsWaitedForWhenAPauseIsWantedAtOnce() {
        try (Bench bench = wired.bench(wish -> () -> Wish.PAUSE_NOW, Operations.insert())) {
            RunId run = bench.ask().id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            assertThat(results(bench, run)).containsExactly("DONE");
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("" + ROWS);
        }
    }

    @Test
    void aRollbackThatTakesTooLongIsKilledAndGoesOnWhenSomebodySaysSo() {
        try (Bench bench = wired.bench(Operations.slowToTakeBack())) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
            bench.store.controls().rollBack(run, new By("alice", ""));
            bench.rollbackTimeout = Duration.ofMillis(300);

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(bench.find(run).reason().orElse("")).contains("took longer than 300ms and was killed");

            bench.rollbackTimeout = Duration.ofMinutes(5);
            bench.store.controls().resume(run, new By("alice", "it may take its time"));
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
        }
    }

    private static List<String> results(Bench bench, RunId run) {
        return bench.store.journal().attempts(run).stream()
                .flatMap(attempt -> attempt.result().stream())
                .map(Attempt.Result::name)
                .toList();
    }
}
