package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.WORKER;
import static io.longhaul.common.store.jdbi.Runs.intent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Attempt.Result;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Journal.Reckoned;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.RunSearch;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How attempts end in the journal. */
class ConclusionIT {

    private static final Failure FAILURE = new Failure("clickhouse", "394", "Query was cancelled");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void whatIsUnderWayIsStillConcludedWhenSomethingElseIsAskedFor() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        runs.wish(hold.run(), "PAUSE");

        assertThat(store.journal().conclude(hold, attempt, Result.DONE, 10, Optional.empty()))
                .isTrue();
    }

    @Test
    void whatHasLostItsMarkIsUndecidedUntilAPersonSaysThatItIsGone() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        store.journal().done(hold, attempt, Result.DONE, 10, true);
        assertThat(store.journal().reckon(hold, List.of(attempt))).isEqualTo(Reckoned.UNDECIDED);
        saysOfALoss(hold, "GONE");

        assertThat(store.journal().reckon(hold, List.of(attempt))).isEqualTo(Reckoned.SETTLED);

        assertThat(store.journal().attempts(hold.run()))
                .singleElement()
                .satisfies(line -> assertThat(line.result()).contains(Result.LOST));
        // Its answer may have been lost.
        assertThat(store.journal().reckon(hold, List.of(attempt))).isEqualTo(Reckoned.SETTLED);
    }

    @Test
    void whatHasLostItsMarkStaysDoneWhereAPersonSaysThatItIsThere() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        store.journal().done(hold, attempt, Result.DONE, 10, true);
        saysOfALoss(hold, "THERE");

        assertThat(store.journal().reckon(hold, List.of(attempt))).isEqualTo(Reckoned.SETTLED);

        assertThat(store.journal().attempts(hold.run())).singleElement().satisfies(line -> {
            assertThat(line.isDone()).isTrue();
            assertThat(line.marked()).isFalse();
        });
    }

    @Test
    void whatAPersonSaidIsUsedUpByALookThatFindsNothing() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        store.journal().done(hold, attempt, Result.DONE, 10, true);
        saysOfALoss(hold, "GONE");

        assertThat(store.journal().reckon(hold, List.of())).isEqualTo(Reckoned.SETTLED);

        assertThat(store.journal().reckon(hold, List.of(attempt))).isEqualTo(Reckoned.UNDECIDED);
    }

    @Test
    void aWorkerWhoseEpochIsOverReckonsNothing() {
        Hold hold = runs.running("0001_a");
        saysOfALoss(hold, "GONE");
        Hold over = new Hold(hold.run(), new Epoch(hold.epoch().value() - 1), hold.worker());

        assertThat(store.journal().reckon(over, List.of())).isEqualTo(Reckoned.FENCED);
    }

    private static void saysOfALoss(Hold hold, String word) {
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "UPDATE run SET loss = ? WHERE id = ?", word, hold.run().value()));
    }

    @Test
    void aRunThatIsDoneBeforeTheWishToTakeItBackWasHeardGoesBackAllTheSame() {
        Hold hold = runs.running("0001_a");
        runs.wish(hold.run(), "ROLL_BACK");

        assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.SUCCEEDED)))
                .isTrue();

        Run left = store.runs().find(hold.run()).orElseThrow();
        assertThat(left.state()).isEqualTo(RunState.QUEUED);
        assertThat(left.direction()).isEqualTo(Direction.BACKWARD);
        // Its answer may have been lost.
        assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.SUCCEEDED)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aResultIsKeptWithItsRows(Result result) {
        Hold hold = runs.running("0001_a");
        long id = runs.attempt(hold, 1, 0);

        assertThat(store.journal().conclude(hold, id, result, 212_000_000_000L, Optional.empty()))
                .isTrue();

        assertThat(store.journal().attempts(hold.run())).singleElement().satisfies(attempt -> {
            assertThat(attempt.result()).contains(result);
            assertThat(attempt.rows()).isEqualTo(212_000_000_000L);
            assertThat(attempt.endedAt()).isPresent();
            assertThat(attempt.isDone()).isEqualTo(result == Result.DONE || result == Result.FOUND_DONE);
        });
    }

    @Test
    void theErrorOfAnAttemptIsKeptWithIt() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 2, 5);

        store.journal().conclude(hold, attempt, Result.FAILED, 0, Optional.of(FAILURE));

        assertThat(errors(hold.run())).singleElement().satisfies(error -> {
            assertThat(error.operation()).contains(2);
            assertThat(error.query()).contains(intent(hold, 2, 5).query());
            assertThat(error.epoch()).isEqualTo(hold.epoch().value());
            assertThat(error.worker()).contains(WORKER);
            assertThat(error.failure()).isEqualTo(FAILURE);
        });
    }

    @Test
    void withoutItsErrorAFailureIsNotStored() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        fresh.sql()
                .useHandle(
                        handle -> handle.execute("ALTER TABLE error ADD CONSTRAINT no_room CHECK (false) NOT VALID"));
        try {
            assertThatThrownBy(() -> store.journal().conclude(hold, attempt, Result.FAILED, 0, Optional.of(FAILURE)))
                    .isInstanceOf(JdbiException.class);
        } finally {
            fresh.sql().useHandle(handle -> handle.execute("ALTER TABLE error DROP CONSTRAINT no_room"));
        }

        assertThat(store.journal().attempts(hold.run()))
                .extracting(Attempt::result)
                .containsExactly(Optional.empty());
    }

    @Test
    void aConclusionWhoseAnswerWasLostIsConfirmedAndStoredOnce() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        store.journal().conclude(hold, attempt, Result.FAILED, 0, Optional.of(FAILURE));
        String before = runs.everything(hold.run());

        assertThat(store.journal().conclude(hold, attempt, Result.FAILED, 0, Optional.of(FAILURE)))
                .isTrue();
        assertThat(runs.everything(hold.run())).isEqualTo(before);
    }

    @Test
    void aConclusionIsNotReplacedByAnother() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        store.journal().conclude(hold, attempt, Result.DONE, 10, Optional.empty());
        String before = runs.everything(hold.run());

        assertThat(store.journal().conclude(hold, attempt, Result.FAILED, 0, Optional.of(FAILURE)))
                .isFalse();
        assertThat(runs.everything(hold.run())).isEqualTo(before);
    }

    @Test
    void whatAnOlderEpochLeftIsConcludedByTheNewOwnerAlsoWhenTheAnswerIsLost() {
        Hold dead = runs.running("0001_a");
        long left = runs.attempt(dead, 1, 0);
        runs.takeOver(dead.run());
        Hold owner = runs.claim(store.runs().find(dead.run()).orElseThrow(), new WorkerId("w-2"));
        store.runs().begin(owner, Runs.plan(Runs.definition("0001_a", "0001_a")), Direction.FORWARD);

        for (int round = 0; round < 2; round++) {
            assertThat(store.journal().conclude(owner, left, Result.FOUND_DONE, 10, Optional.empty()))
                    .isTrue();
        }
        assertThat(store.journal().attempts(dead.run())).singleElement().satisfies(attempt -> {
            assertThat(attempt.result()).contains(Result.FOUND_DONE);
            assertThat(attempt.epoch()).isEqualTo(dead.epoch());
        });
    }

    private List<RunSearch.RunError> errors(RunId run) {
        return store.search().details(run).orElseThrow().errors();
    }
}
