package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.WORKER;
import static io.longhaul.common.store.jdbi.Runs.intent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Attempt.Result;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Intent;
import io.longhaul.common.store.Permit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalIT {

    private static final Failure FAILURE = new Failure("clickhouse", "394", "Query was cancelled");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void theIntentIsThereBeforeTheAct() {
        Hold hold = runs.running("0001_a");
        Intent intent =
                new Intent(1, 37, Direction.BACKWARD, intent(hold, 1, 37).query(), "ALTER TABLE \"x\" {staging}");

        long id = ((Permit.Granted) store.journal().intend(hold, intent)).attempt();

        assertThat(store.journal().attempts(hold.run())).singleElement().satisfies(attempt -> {
            assertThat(attempt.id()).isEqualTo(id);
            assertThat(attempt.operation()).isEqualTo(1);
            assertThat(attempt.chunk()).isEqualTo(37);
            assertThat(attempt.direction()).isEqualTo(Direction.BACKWARD);
            assertThat(attempt.epoch()).isEqualTo(hold.epoch());
            assertThat(attempt.worker()).isEqualTo(WORKER);
            assertThat(attempt.query()).isEqualTo(intent.query());
            assertThat(attempt.statement()).isEqualTo(intent.statement());
            assertThat(attempt.endedAt()).isEmpty();
            assertThat(attempt.result()).isEmpty();
            assertThat(attempt.isDone()).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUN")
    void whenSomethingElseIsAskedForNothingMoreIsBegun(Wish wish) {
        Hold hold = runs.running("0001_a");
        runs.wish(hold.run(), wish.name());

        assertThat(store.journal().intend(hold, intent(hold, 1, 0))).isEqualTo(new Permit.Withheld(wish));
        assertThat(store.journal().attempts(hold.run())).isEmpty();
    }

    @Test
    void nothingIsBegunBeforeThePlanIsFrozen() {
        Hold hold = runs.claimed("0001_a");

        assertThat(store.journal().intend(hold, intent(hold, 1, 0))).isEqualTo(new Permit.Fenced());
    }

    @Test
    void anIntentWhoseAnswerWasLostIsTheSameAttempt() {
        Hold hold = runs.running("0001_a");
        Permit first = store.journal().intend(hold, intent(hold, 1, 0));
        String before = runs.everything(hold.run());

        assertThat(store.journal().intend(hold, intent(hold, 1, 0))).isEqualTo(first);
        assertThat(runs.everything(hold.run())).isEqualTo(before);
    }

    @Test
    void aQueryIdIsNotUsedAgainOnceItsResultIsKnown() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        store.journal().conclude(hold, attempt, Result.FAILED, 0, Optional.of(FAILURE));

        assertThatThrownBy(() -> store.journal().intend(hold, intent(hold, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("query id %s has been used before"
                        .formatted(intent(hold, 1, 0).query()));
    }

    @Test
    void twoRunsMayHaveTheSameQueryId() {
        Hold first = runs.running("0001_a");
        runs.attempt(first, 1, 0);
        fresh.sql().useHandle(handle -> handle.execute("UPDATE run SET state = 'FAILED', slot = NULL"));
        Hold second = runs.running("0002_b");

        Intent same = new Intent(1, 0, Direction.FORWARD, intent(first, 1, 0).query(), "SELECT 1");

        assertThat(store.journal().intend(second, same)).isInstanceOf(Permit.Granted.class);
    }

    @Test
    void attemptsAreInTheOrderInWhichTheyWereBegun() {
        Hold hold = runs.running("0001_a");
        List<Long> begun = List.of(runs.attempt(hold, 1, 2), runs.attempt(hold, 1, 1), runs.attempt(hold, 2, 0));

        assertThat(store.journal().attempts(hold.run()))
                .extracting(Attempt::id)
                .containsExactlyElementsOf(begun)
                .isSorted();
        assertThat(store.journal().attempts(RunId.random())).isEmpty();
    }
}
