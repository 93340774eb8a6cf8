package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Chunk.Filling;
import io.longhaul.common.run.QueryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Makes hard links of whole partitions in the new table, of several in one statement. Repeating it is harmless:
 * {@code REPLACE PARTITION} puts the same parts in the place of the same. For one thread.
 */
final class AttachWork {

    private static final int LOOKS = 20;

    private final Site site;
    private final Sender sender;

    AttachWork(Site site, Sender sender) {
        this.site = site;
        this.sender = sender;
    }

    void attach(List<Chunk> chunks) throws InterruptedException {
        List<Chunk> open = chunks;
        for (int look = 1; look <= LOOKS; look++) {
            Chunk first = open.get(0);
            link(open, site.attempt().ofChunk(first.number(), first.tries() + look));
            Map<Integer, Filling> told = told(open);
            site.books().published(told);
            open = open.stream()
                    .filter(chunk -> !told.containsKey(chunk.number()))
                    .toList();
            if (open.isEmpty()) {
                return;
            }
        }
        throw Broken.because(
                "moving",
                "partition %s of %s changes so fast that nobody can tell what was linked; is somebody deleting from it?"
                        .formatted(partition(open.get(0)), site.from()));
    }

    private void link(List<Chunk> chunks, QueryId query) throws InterruptedException {
        site.books().begin(chunks.stream().map(Chunk::number).toList(), query);
        sender.alter(
                query,
                site.into(),
                chunks.stream()
                        .map(chunk -> "REPLACE PARTITION ID %s FROM %s"
                                .formatted(Literal.text(partition(chunk)), sender.quoted(site.from())))
                        .collect(Collectors.joining(", ")));
    }

    /** Those of which can be told what was linked. */
    private Map<Integer, Filling> told(List<Chunk> chunks) throws InterruptedException {
        List<String> partitions = chunks.stream().map(AttachWork::partition).toList();
        Map<String, List<Part>> linked = byPartition(Part.of(sender, site.into(), partitions));
        Map<String, List<Part>> there = byPartition(Part.of(sender, site.from(), partitions));
        Map<Integer, Filling> told = new HashMap<>();
        for (Chunk chunk : chunks) {
            String partition = partition(chunk);
            List<Part> parts = linked.getOrDefault(partition, List.of());
            long rows = parts.stream().mapToLong(Part::rows).sum();
            lastOf(there.getOrDefault(partition, List.of()), rows)
                    .ifPresent(last -> told.put(
                            chunk.number(),
                            new Filling(
                                    rows,
                                    parts.stream().mapToLong(Part::bytes).sum(),
                                    "",
                                    last,
                                    List.of(new Chunk.Part(partition, "", rows)))));
        }
        return told;
    }

    private static String partition(Chunk chunk) {
        return chunk.slice().partitions().get(0);
    }

    private static Map<String, List<Part>> byPartition(List<Part> parts) {
        return parts.stream().collect(Collectors.groupingBy(Part::partition));
    }

    /**
     * The last block of the oldest parts that have so many rows together. Blocks become visible in the order of their
     * numbers, so what was linked are the oldest of what is there now. Empty when they are not.
     */
    static OptionalLong lastOf(List<Part> parts, long rows) {
        long sum = 0;
        long last = 0;
        for (Part part : parts) {
            if (sum == rows) {
                break;
            }
            sum += part.rows();
            last = part.to();
        }
        return sum == rows ? OptionalLong.of(last) : OptionalLong.empty();
    }
}
