package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkSizesTest {

    private static Deque<Chunk> planned(Chunk.Stage stage, int count, long rows) {
        return new ArrayDeque<>(IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Chunk(
                        number,
                        stage,
                        new Slice(List.of("p" + number), 0, 9, Optional.empty(), rows),
                        Chunk.State.PLANNED,
                        0,
                        Chunk.Filling.NONE))
                .toList());
    }

    private static List<Integer> next(ChunkSizes sizes, Deque<Chunk> left) {
        return sizes.next(left, 2).stream().map(Chunk::number).toList();
    }

    private final ChunkSizes sizes = new ChunkSizes(slice -> slice.rows() < 100, slice -> slice.rows() < 200);

    @Test
    void chunksThatAreOverTooSoonAreCopiedTogether() {
        Deque<Chunk> left = planned(Chunk.Stage.BULK, 100, 60);

        assertThat(next(sizes, left)).containsExactly(1, 2, 3);
        assertThat(next(sizes, left)).containsExactly(4, 5, 6);
        assertThat(left).hasSize(94);
    }

    @Test
    void thoseThatTakeLongEnoughAreLeftAsTheyAre() {
        assertThat(next(sizes, planned(Chunk.Stage.BULK, 100, 100))).containsExactly(1);
    }

    @Test
    void nothingIsJoinedBeforeItIsKnownHowFastTheyGo() {
        ChunkSizes unknown = new ChunkSizes(slice -> false, slice -> false);

        assertThat(next(unknown, planned(Chunk.Stage.BULK, 100, 1))).containsExactly(1);
    }

    /** Or one lane would be done long before the other. */
    @Test
    void eachLaneIsLeftSeveral() {
        assertThat(next(sizes, planned(Chunk.Stage.BULK, 24, 60))).containsExactly(1, 2);
        assertThat(next(sizes, planned(Chunk.Stage.BULK, 12, 60))).containsExactly(1);
        assertThat(next(sizes, planned(Chunk.Stage.BULK, 1, 60))).containsExactly(1);
    }

    /** It has failed as it is; more at once would not do better. */
    @Test
    void whatWasTriedAlreadyIsNotJoined() {
        Deque<Chunk> left = new ArrayDeque<>();
        planned(Chunk.Stage.BULK, 100, 60)
                .forEach(chunk -> left.add(
                        new Chunk(chunk.number(), chunk.stage(), chunk.slice(), chunk.state(), 1, chunk.filling())));

        assertThat(next(sizes, left)).containsExactly(1);
    }

    /** Its rows are out of sight until it is done. */
    @Test
    void whatCameMeanwhileIsNotHeldUp() {
        assertThat(next(sizes, planned(Chunk.Stage.DELTA, 100, 60))).containsExactly(1);
    }
}
