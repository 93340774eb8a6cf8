package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final Chunk.Filling FILLING =
            new Chunk.Filling(5, 5, "", 9, List.of(new Chunk.Part("a", "uuid-5", 5)));

    private static Part part(String uuid, long from, long to) {
        return new Part("a", "a_" + from, uuid, 5, 5, 5, from, to);
    }

    private static Chunk tail(Chunk.State state, Chunk.Filling filling) {
        return new Chunk(7, Chunk.Stage.TAIL, new Slice(List.of("a"), 0, 9, Optional.empty(), 5), state, 1, filling);
    }

    @Test
    void theLastRowsOfTheOldTableAreKnownByTheirBlocks() {
        List<Chunk> chunks = List.of(tail(Chunk.State.PUBLISHED, FILLING));

        assertThat(Tail.blocks(chunks, List.of(part("uuid-4", 4, 4), part("uuid-5", 5, 6))))
                .containsExactly(5L, 6L);
    }

    @Test
    void blocksThatWereRememberedAreKnownWhenTheirPartsAreMerged() {
        List<Chunk> chunks =
                List.of(tail(Chunk.State.PUBLISHED, FILLING.seen("123", Map.of("uuid-5", 5L, "uuid-6", 6L))));

        assertThat(Tail.blocks(chunks, List.of(part("uuid-merged", 1, 8)))).containsExactly(5L);
    }

    @Test
    void partsAreNeededUntilTheirBlocksAreRemembered() {
        assertThat(tail(Chunk.State.BEGUN, Chunk.Filling.NONE).needsItsParts()).isFalse();
        assertThat(tail(Chunk.State.FILLED, FILLING).needsItsParts()).isTrue();
        assertThat(tail(Chunk.State.PUBLISHED, FILLING).needsItsParts()).isTrue();
        assertThat(tail(Chunk.State.PUBLISHED, FILLING.seen("123", Map.of())).needsItsParts())
                .isTrue();
        assertThat(tail(Chunk.State.PUBLISHED, FILLING.seen("123", Map.of("uuid-5", 5L)))
                        .needsItsParts())
                .isFalse();
    }
}
