package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Up to which block number each partition of the old table is in the new one. A number that all parts together have
 * reached stays behind for good: blocks become visible in the order of their numbers (measured on 26.7, 244 looks at
 * 3238 blocks from four writers).
 */
final class Coverage {

    private final long floor;
    private final Map<String, Long> above;

    private Coverage(long floor, Map<String, Long> above) {
        this.floor = floor;
        this.above = above;
    }

    /** From the chunks that are published, when none is left to do. */
    static Coverage of(long mark, List<Chunk> chunks) {
        long floor = mark;
        Map<String, Long> above = new HashMap<>();
        for (Chunk chunk : chunks) {
            if (chunk.state() == Chunk.State.PUBLISHED) {
                if (chunk.stage() == Chunk.Stage.BULK) {
                    chunk.slice()
                            .partitions()
                            .forEach(partition -> above.merge(
                                    partition, Math.max(mark, chunk.filling().upTo()), Math::max));
                } else {
                    floor = Math.max(floor, chunk.slice().upTo());
                }
            }
        }
        return new Coverage(floor, above);
    }

    /** The last block number of a partition that is in the new table. */
    long of(String partition) {
        return Math.max(floor, above.getOrDefault(partition, floor));
    }

    /**
     * What is there now and not in the new table yet; empty when nothing is.
     *
     * @param only a further condition for the rows
     */
    List<Slice> missing(List<Part> parts, long aim, Optional<String> only) {
        long now = parts.stream().mapToLong(Part::to).max().orElse(0);
        Map<Long, List<Part>> byEnd = new TreeMap<>();
        for (Part part : parts) {
            long end = of(part.partition());
            if (part.to() > end) {
                byEnd.computeIfAbsent(end, none -> new ArrayList<>()).add(part);
            }
        }
        List<Slice> slices = new ArrayList<>();
        byEnd.forEach((end, newer) -> slices.addAll(Slicing.cut(newer, end, now, aim)));
        return only.isEmpty()
                ? slices
                : slices.stream()
                        .map(slice -> new Slice(slice.partitions(), slice.after(), slice.upTo(), only, slice.rows()))
                        .toList();
    }

    /**
     * Partitions with a part that has rows which are in the new table and rows which are not, and the last block of
     * that part. Where parts have one number for all their rows nobody can tell these apart.
     */
    Map<String, Long> mixed(List<Part> parts) {
        Map<String, Long> mixed = new TreeMap<>();
        for (Part part : parts) {
            long end = of(part.partition());
            if (part.from() <= end && part.to() > end) {
                mixed.put(part.partition(), part.to());
            }
        }
        return mixed;
    }

    /** Nothing is in the new table that came after it. */
    long last() {
        return above.values().stream().mapToLong(Long::longValue).reduce(floor, Math::max);
    }

    /** Below it everything of every partition is in the new table. */
    long floor() {
        return floor;
    }
}
