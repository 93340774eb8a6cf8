package io.longhaul.common.run;

import static io.longhaul.common.run.RunState.CANCELLED;
import static io.longhaul.common.run.RunState.FAILED;
import static io.longhaul.common.run.RunState.NOT_REQUIRED;
import static io.longhaul.common.run.RunState.PAUSED;
import static io.longhaul.common.run.RunState.QUEUED;
import static io.longhaul.common.run.RunState.REFUSED;
import static io.longhaul.common.run.RunState.ROLLBACK_FAILED;
import static io.longhaul.common.run.RunState.ROLLED_BACK;
import static io.longhaul.common.run.RunState.ROLLING_BACK;
import static io.longhaul.common.run.RunState.RUNNING;
import static io.longhaul.common.run.RunState.STARTING;
import static io.longhaul.common.run.RunState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunStateTest {

    /** From the state of the row to that of the column, columns in the order of the rows. */
    private static final String EDGES = """
            QUEUED           . x . . x x x . . . . x
            STARTING         x . x x x x x . . x x .
            RUNNING          x . . . x x . x . . . .
            ROLLING_BACK     x . . . x . x . x . . .
            PAUSED           x . . . . x x . . . . .
            FAILED           x . . . . . . x . . . .
            ROLLBACK_FAILED  x . . . . . . x . . . .
            SUCCEEDED        x . . . . . . . x . . .
            ROLLED_BACK      . . . . . . . . . . . .
            REFUSED          . . . . . . . . . . . .
            NOT_REQUIRED     . . . . . . . . . . . .
            CANCELLED        . . . . . . . . . . . .
            """;

    @Test
    void theseEdgesAndNoOthersAreAllowed() {
        String edges = Stream.of(RunState.values())
                .map(from -> "%-17s%s\n"
                        .formatted(
                                from,
                                Stream.of(RunState.values())
                                        .map(to -> from.canBecome(to) ? "x" : ".")
                                        .collect(Collectors.joining(" "))))
                .collect(Collectors.joining());

        assertThat(edges).isEqualTo(EDGES);
    }

    @ParameterizedTest
    @EnumSource
    void aPredecessorIsWhatHasTheStateAsASuccessor(RunState state) {
        List<RunState> expected = Arrays.stream(RunState.values())
                .filter(from -> from.successors().contains(state))
                .toList();

        assertThat(state.predecessors()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void nothingBecomesWhatItIs(RunState state) {
        assertThat(state.canBecome(state)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everythingButANewRunComesFromSomewhere(RunState state) {
        assertThat(state.predecessors()).isNotEmpty();
    }

    @Test
    void onlyARunThatAWorkerHasInHandIsOwned() {
        assertThat(RunState.values()).filteredOn(RunState::isOwned).containsExactly(STARTING, RUNNING, ROLLING_BACK);
    }

    @Test
    void aRunThatIsOverNeedsNobody() {
        assertThat(RunState.values())
                .filteredOn(RunState::isOver)
                .containsExactly(SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED);
    }

    @Test
    void aFailedRunHasStoppedButIsNotOver() {
        assertThat(RunState.values())
                .filteredOn(state -> state.hasStopped() && !state.isOver())
                .containsExactly(FAILED, ROLLBACK_FAILED);
        assertThat(Stream.of(QUEUED, STARTING, RUNNING, ROLLING_BACK, PAUSED)).noneMatch(RunState::hasStopped);
    }

    @Test
    void whatIsNotRequiredCountsAsDone() {
        assertThat(RunState.values()).filteredOn(RunState::countsAsDone).containsExactly(SUCCEEDED, NOT_REQUIRED);
    }

    @Test
    void aRunThatAWorkerHasInHandCanBeTakenOverOrStopped() {
        for (RunState owned : List.of(STARTING, RUNNING, ROLLING_BACK)) {
            assertThat(owned.successors()).contains(QUEUED, PAUSED).containsAnyOf(FAILED, ROLLBACK_FAILED);
        }
        assertThat(CANCELLED.predecessors()).containsExactly(QUEUED);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, queued",
        "ROLLING_BACK, rolling back",
        "NOT_REQUIRED, not required",
        "ROLLBACK_FAILED, rollback failed"
    })
    void aStateHasWordsForPeople(RunState state, String words) {
        assertThat(state.words()).isEqualTo(words);
    }
}
