package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.intent;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Chunk.Filling;
import io.longhaul.common.run.Chunk.Stage;
import io.longhaul.common.run.Chunk.State;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Slice;
import io.longhaul.common.store.Chunks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChunksIT {

    private static final Slice A = new Slice(List.of("a"), 0, 9, Optional.empty(), 100);
    private static final Slice B = new Slice(List.of("b", "c"), 0, 9, Optional.of("id > 5"), 50);
    private static final Filling FILLING =
            new Filling(100, 2000, "12345678901234567890", 9, List.of(new Chunk.Part("a", "uuid-1", 100)));

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();
    private final Chunks chunks = store.chunks();

    private QueryId attempt(Hold hold) {
        runs.attempt(hold, 1, 0);
        return intent(hold, 1, 0).query();
    }

    @Test
    void aChunkIsPlannedBegunFilledAndPublished() {
        QueryId attempt = attempt(runs.running("0001_a"));

        assertThat(chunks.plan(attempt, Stage.BULK, List.of(A, B), List.of())).isTrue();
        assertThat(chunks.of(attempt))
                .containsExactly(
                        new Chunk(1, Stage.BULK, A, State.PLANNED, 0, Filling.NONE),
                        new Chunk(2, Stage.BULK, B, State.PLANNED, 0, Filling.NONE));

        assertThat(chunks.begin(attempt, List.of(1), attempt.ofChunk(1, 1))).isTrue();
        assertThat(chunks.filled(attempt, 1, FILLING)).isTrue();
        assertThat(chunks.of(attempt).get(0)).isEqualTo(new Chunk(1, Stage.BULK, A, State.FILLED, 1, FILLING));

        assertThat(chunks.published(attempt, 1)).isTrue();
        assertThat(chunks.of(attempt).get(0).state()).isEqualTo(State.PUBLISHED);
    }

    @Test
    void theSameRowsPlannedAgainAreNotPlannedTwice() {
        QueryId attempt = attempt(runs.running("0001_a"));

        chunks.plan(attempt, Stage.BULK, List.of(A, B), List.of());
        chunks.plan(attempt, Stage.BULK, List.of(A, B), List.of());

        assertThat(chunks.of(attempt)).hasSize(2);
    }

    @Test
    void whatTookTheirPlaceIsPlannedOnce() {
        QueryId attempt = attempt(runs.running("0001_a"));
        chunks.plan(attempt, Stage.BULK, List.of(A), List.of());
        chunks.begin(attempt, List.of(1), attempt.ofChunk(1, 1));
        chunks.published(attempt, Map.of(1, FILLING));

        for (int answerLost = 0; answerLost < 2; answerLost++) {
            assertThat(chunks.plan(attempt, Stage.BULK, List.of(A, B), List.of(1)))
                    .isTrue();
        }

        assertThat(chunks.of(attempt))
                .extracting(Chunk::state)
                .containsExactly(State.REPLACED, State.PLANNED, State.PLANNED);
        assertThat(chunks.begin(attempt, List.of(1), attempt.ofChunk(1, 2))).isFalse();
    }

    @Test
    void aTryThatCameToNothingIsCountedAndItsErrorKept() {
        Hold hold = runs.running("0001_a");
        QueryId attempt = attempt(hold);
        chunks.plan(attempt, Stage.BULK, List.of(A), List.of());
        for (int tries = 1; tries <= 2; tries++) {
            assertThat(chunks.begin(attempt, List.of(1), attempt.ofChunk(1, tries)))
                    .isTrue();
            assertThat(chunks.failed(attempt, 1, Runs.LOST, Duration.ofSeconds(2)))
                    .isTrue();
            assertThat(chunks.undone(attempt, 1)).isTrue();
        }

        assertThat(chunks.of(attempt).get(0).tries()).isEqualTo(2);
        assertThat(store.search().details(hold.run()).orElseThrow().errors())
                .extracting(error -> error.failure().message())
                .containsOnly("chunk 1: " + Runs.LOST.message());
    }

    @Test
    void aWorkerThatWasTakenOverFromStoresNothingMoreAndTheNextOneFindsItsChunks() {
        Hold hold = runs.running("0001_a");
        QueryId before = attempt(hold);
        chunks.plan(before, Stage.BULK, List.of(A), List.of());
        chunks.begin(before, List.of(1), before.ofChunk(1, 1));
        runs.takeOver(hold.run());
        Hold next = runs.claim(runs.find(hold), Runs.WORKER);
        store.runs().begin(next, store.runs().plan(next.run()).orElseThrow(), Direction.FORWARD);
        QueryId attempt = attempt(next);

        assertThat(chunks.plan(before, Stage.DELTA, List.of(B), List.of())).isFalse();
        assertThat(chunks.filled(before, 1, FILLING)).isFalse();
        assertThat(chunks.published(before, 1)).isFalse();
        assertThat(chunks.undone(before, 1)).isFalse();
        assertThat(chunks.failed(before, 1, Runs.LOST, Duration.ZERO)).isFalse();

        assertThat(chunks.of(attempt)).containsExactly(new Chunk(1, Stage.BULK, A, State.BEGUN, 1, Filling.NONE));
        assertThat(chunks.published(attempt, Map.of(1, FILLING))).isTrue();
    }
}
