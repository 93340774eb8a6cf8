package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Permit;
import io.longhaul.common.store.Pulse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker whose epoch is over can still do: nothing. */
class FencingIT {

    private static final Failure FAILURE = new Failure("clickhouse", "394", "Query was cancelled");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    /** What each write answers. */
    private final Map<String, Function<Zombie, Object>> writes = Map.ofEntries(
            write("beat", zombie -> beat(zombie.hold)),
            write("explain", zombie -> store.runs().explain(zombie.hold, "still here")),
            write("go on", zombie -> store.runs().goesOn(zombie.hold)),
            write(
                    "begin",
                    zombie -> store.runs()
                            .begin(zombie.hold, Runs.plan(Runs.definition("0001_a", "zombie")), Direction.FORWARD)),
            write("intend", zombie -> store.journal().intend(zombie.hold, Runs.intent(zombie.hold, 2, 0))),
            write("conclude", zombie -> conclude(zombie, Attempt.Result.DONE, Optional.empty())),
            write("tell", zombie -> store.events().tell(zombie.hold, "moving-again", "late")),
            write(
                    "retry",
                    zombie -> store.journal().retry(zombie.hold, zombie.attempt, FAILURE, Duration.ofSeconds(2))),
            write("conclude with an error", zombie -> conclude(zombie, Attempt.Result.FAILED, Optional.of(FAILURE))),
            write("end", zombie -> store.runs().leave(zombie.hold, Leaving.Ended.in(RunState.SUCCEEDED))),
            write(
                    "end with an error",
                    zombie -> store.runs()
                            .leave(
                                    zombie.hold,
                                    new Leaving.Ended(RunState.FAILED, Optional.of("late"), List.of(FAILURE)))));

    private static Map.Entry<String, Function<Zombie, Object>> write(String name, Function<Zombie, Object> act) {
        return Map.entry(name, act);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "beat",
                "explain",
                "go on",
                "begin",
                "intend",
                "conclude",
                "retry",
                "tell",
                "conclude with an error",
                "end",
                "end with an error"
            })
    void afterATakeoverNothingIsWrittenAndTheWorkerIsTold(String write) {
        Zombie zombie = zombie();
        runs.takeOver(zombie.hold.run());

        nothingHappens(zombie, write);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "beat",
                "explain",
                "go on",
                "begin",
                "intend",
                "conclude",
                "retry",
                "tell",
                "conclude with an error",
                "end",
                "end with an error"
            })
    void afterAnotherWorkersClaimNothingIsWrittenAndTheWorkerIsTold(String write) {
        Zombie zombie = zombie();
        runs.takeOver(zombie.hold.run());
        Run run = store.runs().find(zombie.hold.run()).orElseThrow();
        Hold next = runs.claim(run, new WorkerId("w-2"));
        store.runs().begin(next, Runs.plan(Runs.definition("0001_a", "0001_a")), Direction.FORWARD);

        nothingHappens(zombie, write);
    }

    @ParameterizedTest
    @ValueSource(strings = {"beat", "explain", "begin", "intend", "conclude", "retry", "tell", "end"})
    void anEpochIsNoHoldWithoutItsWorker(String write) {
        Zombie holder = zombie();
        Hold stolen = new Hold(holder.hold.run(), holder.hold.epoch(), new WorkerId("w-2"));

        nothingHappens(new Zombie(stolen, holder.attempt), write);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAUSED", "FAILED"})
    void aRunThatWasStoppedUnderItsWorkerIsNotTouched(String state) {
        Zombie zombie = zombie();
        fresh.sql().useHandle(handle -> handle.execute("UPDATE run SET slot = NULL, state = ?", state));

        for (String write : List.of("beat", "explain", "begin", "intend", "conclude", "retry", "tell")) {
            nothingHappens(zombie, write);
        }
    }

    @Test
    void anAttemptOfAnotherRunCannotBeConcluded() {
        Zombie first = zombie();
        store.runs().leave(first.hold, Leaving.Ended.in(RunState.FAILED));
        Hold second = runs.running("0002_b");

        nothingHappens(new Zombie(second, first.attempt), "conclude");
        assertThat(store.journal().attempts(first.hold.run()))
                .extracting(Attempt::result)
                .containsExactly(Optional.empty());
    }

    private void nothingHappens(Zombie zombie, String write) {
        String before = runs.everything(zombie.hold.run());

        Object answer = Optional.ofNullable(writes.get(write)).orElseThrow().apply(zombie);

        assertThat(answer).as(write).isIn(false, new Permit.Fenced(), new Pulse.Fenced());
        assertThat(runs.everything(zombie.hold.run())).as(write).isEqualTo(before);
    }

    private Zombie zombie() {
        Hold hold = runs.running("0001_a");
        return new Zombie(hold, runs.attempt(hold, 1, 0));
    }

    private boolean conclude(Zombie zombie, Attempt.Result result, Optional<Failure> failure) {
        return store.journal().conclude(zombie.hold, zombie.attempt, result, 7, failure);
    }

    private Pulse beat(Hold hold) {
        try (Lifeline lifeline = store.lifeline()) {
            return lifeline.beat(hold, new Progress(0.5, 1, 2, 3, Optional.empty()), Optional.empty());
        }
    }

    /** A worker, and the attempt it had begun. */
    private record Zombie(Hold hold, long attempt) {}
}
