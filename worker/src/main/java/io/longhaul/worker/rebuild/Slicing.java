package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts what is to be copied into pieces of about the same size: tiny partitions together, large ones at the block
 * numbers between their parts; and puts pieces together again. Pure.
 */
final class Slicing {

    /** More partitions in one statement would keep too many open blocks in memory. */
    private static final int PARTITIONS_TOGETHER = 50;

    /** So that a statement stays readable. */
    private static final int LONGEST_CONDITION = 4_000;

    private final long aim;
    private final long after;
    private final long upTo;
    private final List<Slice> slices = new ArrayList<>();
    private final List<String> tiny = new ArrayList<>();
    private long tinyRows;

    private Slicing(long aim, long after, long upTo) {
        this.aim = Math.max(1, aim);
        this.after = after;
        this.upTo = upTo;
    }

    /**
     * The rows with block numbers above {@code after}, up to {@code upTo}, in slices.
     *
     * @param parts of the table, by partition and age
     * @param aim rows in a slice
     */
    static List<Slice> cut(List<Part> parts, long after, long upTo, long aim) {
        Map<String, List<Part>> partitions = new LinkedHashMap<>();
        for (Part part : parts) {
            if (part.to() > after && part.from() <= upTo) {
                partitions
                        .computeIfAbsent(part.partition(), partition -> new ArrayList<>())
                        .add(part);
            }
        }
        Slicing slicing = new Slicing(aim, after, upTo);
        partitions.forEach(slicing::add);
        slicing.together();
        return slicing.slices;
    }

    /** A slice for each partition that has rows with numbers up to this one. */
    static List<Slice> wholePartitions(List<Part> parts, long upTo) {
        Map<String, Long> rows = new LinkedHashMap<>();
        parts.stream()
                .filter(part -> part.from() <= upTo)
                .forEach(part -> rows.merge(part.partition(), part.rows(), Long::sum));
        List<Slice> slices = new ArrayList<>();
        rows.forEach((partition, count) -> slices.add(new Slice(List.of(partition), 0, upTo, Optional.empty(), count)));
        return slices;
    }

    private void add(String partition, List<Part> parts) {
        long rows = parts.stream().mapToLong(Part::rows).sum();
        if (rows > aim / 2) {
            if (rows > 2 * aim) {
                divide(partition, parts);
            } else {
                slices.add(new Slice(List.of(partition), after, upTo, Optional.empty(), rows));
            }
            return;
        }
        if (tinyRows + rows > aim || tiny.size() == PARTITIONS_TOGETHER) {
            together();
        }
        tiny.add(partition);
        tinyRows += rows;
    }

    private void together() {
        if (!tiny.isEmpty()) {
            slices.add(new Slice(List.copyOf(tiny), after, upTo, Optional.empty(), tinyRows));
            tiny.clear();
            tinyRows = 0;
        }
    }

    /** Between two parts there is a block number that no row straddles. */
    private void divide(String partition, List<Part> parts) {
        long from = after;
        long rows = 0;
        for (int i = 0; i < parts.size(); i++) {
            rows += parts.get(i).rows();
            boolean last = i == parts.size() - 1;
            if (last || rows + parts.get(i + 1).rows() / 2 > aim) {
                long to = last ? upTo : Math.min(upTo, parts.get(i + 1).from() - 1);
                slices.add(new Slice(List.of(partition), from, to, Optional.empty(), rows));
                from = to;
                rows = 0;
            }
        }
    }

    /** The same rows in two slices, or more; empty when they cannot be divided. */
    static List<Slice> halves(Slice slice, List<Part> parts) {
        if (slice.partitions().size() > 1) {
            int middle = slice.partitions().size() / 2;
            return List.of(
                    with(slice, slice.partitions().subList(0, middle)),
                    with(
                            slice,
                            slice.partitions()
                                    .subList(middle, slice.partitions().size())));
        }
        List<Part> own = parts.stream()
                .filter(part -> slice.partitions().contains(part.partition()))
                .toList();
        List<Slice> halves = slice.keys().isPresent()
                ? List.of()
                : cut(own, slice.after(), slice.upTo(), Math.max(1, slice.rows() * 2 / 5));
        return halves.size() > 1 ? halves : List.of();
    }

    /**
     * The rows of two slices that have none in common, in one: of other partitions and the same blocks, of the same
     * partition and the blocks that follow, or of the same blocks and other keys. Empty when one condition cannot say
     * which they are.
     */
    static Optional<Slice> joined(Slice one, Slice next) {
        boolean sameBlocks = one.after() == next.after() && one.upTo() == next.upTo();
        boolean samePartitions = one.partitions().equals(next.partitions());
        long rows = one.rows() + next.rows();
        if (one.keys().isPresent() && next.keys().isPresent()) {
            String either =
                    "(%s) OR (%s)".formatted(one.keys().get(), next.keys().get());
            return sameBlocks && samePartitions && either.length() <= LONGEST_CONDITION
                    ? Optional.of(new Slice(one.partitions(), one.after(), one.upTo(), Optional.of(either), rows))
                    : Optional.empty();
        }
        if (one.keys().isPresent() || next.keys().isPresent()) {
            return Optional.empty();
        }
        if (samePartitions && one.upTo() == next.after()) {
            return Optional.of(new Slice(one.partitions(), one.after(), next.upTo(), Optional.empty(), rows));
        }
        List<String> partitions = new ArrayList<>(one.partitions());
        partitions.addAll(next.partitions());
        boolean together = sameBlocks
                && partitions.size() <= PARTITIONS_TOGETHER
                && partitions.stream().distinct().count() == partitions.size();
        return together
                ? Optional.of(new Slice(partitions, one.after(), one.upTo(), Optional.empty(), rows))
                : Optional.empty();
    }

    private static Slice with(Slice slice, List<String> partitions) {
        return new Slice(partitions, slice.after(), slice.upTo(), slice.keys(), slice.rows() / 2);
    }
}
