package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlicingTest {

    private static Part part(String partition, long from, long to, long rows) {
        return new Part(partition, partition + "_" + from, "uuid-" + partition + from, rows, rows, rows, from, to);
    }

    private static Slice slice(long after, long upTo, long rows, String... partitions) {
        return new Slice(List.of(partitions), after, upTo, Optional.empty(), rows);
    }

    @Test
    void tinyPartitionsGoTogether() {
        List<Part> parts = List.of(part("a", 1, 1, 10), part("b", 2, 2, 10), part("c", 3, 3, 90), part("d", 4, 4, 10));

        assertThat(Slicing.cut(parts, 0, 4, 100))
                .containsExactlyInAnyOrder(slice(0, 4, 90, "c"), slice(0, 4, 30, "a", "b", "d"));
    }

    @Test
    void aLargePartitionIsCutBetweenItsParts() {
        List<Part> parts = List.of(part("a", 1, 10, 100), part("a", 11, 20, 100), part("a", 25, 30, 100));

        assertThat(Slicing.cut(parts, 0, 30, 100))
                .containsExactly(slice(0, 10, 100, "a"), slice(10, 24, 100, "a"), slice(24, 30, 100, "a"));
    }

    @Test
    void theSlicesOfAPartitionLeaveNoBlockOutAndHaveNoneTwice() {
        List<Part> parts = new ArrayList<>();
        for (long i = 0; i < 40; i++) {
            parts.add(part("a", 3 * i + 1, 3 * i + 2, 7 + i % 5));
        }

        List<Slice> slices = Slicing.cut(parts, 0, 200, 30);

        long end = 0;
        for (Slice slice : slices) {
            assertThat(slice.after()).isEqualTo(end);
            end = slice.upTo();
        }
        assertThat(end).isEqualTo(200);
        assertThat(slices).hasSizeGreaterThan(5);
    }

    @Test
    void onlyWhatIsInTheSpanIsCut() {
        List<Part> parts = List.of(part("a", 1, 5, 100), part("b", 6, 7, 100), part("c", 9, 9, 100));

        assertThat(Slicing.cut(parts, 5, 7, 100)).containsExactly(slice(5, 7, 100, "b"));
    }

    @Test
    void aSliceThatWasTooLargeIsHalved() {
        List<Part> parts = List.of(part("a", 1, 1, 50), part("a", 2, 2, 50), part("b", 3, 3, 10));

        assertThat(Slicing.halves(slice(0, 3, 60, "a", "b"), parts))
                .containsExactly(slice(0, 3, 30, "a"), slice(0, 3, 30, "b"));
        assertThat(Slicing.halves(slice(0, 3, 100, "a"), parts))
                .containsExactly(slice(0, 1, 50, "a"), slice(1, 3, 50, "a"));
        assertThat(Slicing.halves(slice(0, 3, 10, "b"), parts)).isEmpty();
    }

    @Test
    void slicesAreJoinedWhereOneConditionSaysBoth() {
        assertThat(Slicing.joined(slice(0, 9, 10, "a"), slice(0, 9, 5, "b", "c")))
                .contains(slice(0, 9, 15, "a", "b", "c"));
        assertThat(Slicing.joined(slice(0, 4, 10, "a"), slice(4, 9, 5, "a"))).contains(slice(0, 9, 15, "a"));
        assertThat(Slicing.joined(slice(0, 4, 10, "a"), slice(5, 9, 5, "a"))).isEmpty();
        assertThat(Slicing.joined(slice(0, 4, 10, "a"), slice(4, 9, 5, "b"))).isEmpty();
        assertThat(Slicing.joined(slice(0, 9, 10, "a"), slice(0, 9, 5, "a"))).isEmpty();
    }

    @Test
    void slicesByKeyAreJoinedByEitherCondition() {
        Slice low = new Slice(List.of("a"), 0, 9, Optional.of("k <= 5"), 10);
        Slice high = new Slice(List.of("a"), 0, 9, Optional.of("k > 5"), 20);

        assertThat(Slicing.joined(low, high))
                .contains(new Slice(List.of("a"), 0, 9, Optional.of("(k <= 5) OR (k > 5)"), 30));
        assertThat(Slicing.joined(low, new Slice(List.of("b"), 0, 9, high.keys(), 20)))
                .isEmpty();
        assertThat(Slicing.joined(low, new Slice(List.of("a"), 9, 12, high.keys(), 20)))
                .isEmpty();
        assertThat(Slicing.joined(low, slice(0, 9, 5, "b"))).isEmpty();
        assertThat(Slicing.joined(slice(0, 9, 5, "b"), low)).isEmpty();
    }

    @Test
    void notMorePartitionsAreJoinedThanAStatementCanKeepOpen() {
        Slice many = slice(
                0, 9, 40, IntStream.range(0, 40).mapToObj("p%d"::formatted).toArray(String[]::new));
        Slice more = slice(
                0, 9, 11, IntStream.range(40, 51).mapToObj("p%d"::formatted).toArray(String[]::new));

        assertThat(Slicing.joined(many, more)).isEmpty();
    }

    @Test
    void whatWasLinkedAreTheOldestParts() {
        List<Part> parts = List.of(part("a", 1, 4, 10), part("a", 5, 5, 10), part("a", 6, 6, 10));

        assertThat(AttachWork.lastOf(parts, 20)).isEqualTo(OptionalLong.of(5));
        assertThat(AttachWork.lastOf(parts, 0)).isEqualTo(OptionalLong.of(0));
        assertThat(AttachWork.lastOf(parts, 25)).isEmpty();
        assertThat(AttachWork.lastOf(parts, 40)).isEmpty();
    }
}
