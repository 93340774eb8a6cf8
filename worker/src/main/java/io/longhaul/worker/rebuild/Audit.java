package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds the whole of both tables against each other before the exchange. Each chunk was compared when it was copied;
 * what the watermark cannot see since then are updates and deletes, dropped partitions, rows that a TTL removed, and
 * block numbers that a restarted server gave twice. Rows are counted always; where anything of the kind may have
 * happened, the hashes of all partitions are compared too. For one thread.
 */
final class Audit {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Sites sites;
    private final Sender sender;
    private final List<ColumnChange> changes;
    private final Guard guard;
    private final Aim aim;
    private Unrest known;

    /** How many rows of such parts a chunk should have. */
    interface Aim {
        long of(List<Part> parts);
    }

    /** {@code known} is what had happened when the copy began. */
    Audit(Sites sites, Sender sender, List<ColumnChange> changes, Guard guard, Aim aim, Unrest known) {
        this.aim = aim;
        this.known = known;
        this.sites = sites;
        this.sender = sender;
        this.changes = changes;
        this.guard = guard;
    }

    private Site site() {
        return sites.site();
    }

    /** The partitions of the old table that are not as they are in the new one; empty when nothing is in doubt. */
    Set<String> differing(Milestones now) throws InterruptedException {
        List<Chunk> chunks = site().books().chunks();
        long floor = Coverage.of(now.mark(), chunks).floor();
        awaitMutations();
        Unrest before = Unrest.of(sender, site().from());
        if (before.isLike(known) && isWhole(chunks) && Tables.count(sender, site().from(), floor) == rows(chunks)) {
            return Set.of();
        }
        Set<String> differing = byHash(floor);
        if (differing.isEmpty()) {
            // Looked at, and of no consequence.
            known = before;
        }
        return differing;
    }

    /** Whether nothing has happened since the last look that rows and blocks do not tell. */
    boolean isQuiet() throws InterruptedException {
        return Unrest.of(sender, site().from()).isLike(known);
    }

    private void awaitMutations() throws InterruptedException {
        while (Part.number(sender.row("""
                                SELECT count() AS mutations FROM system.mutations
                                 WHERE NOT is_done AND database = currentDatabase() AND table = {table:String}""", Map.of("table", site().from())), "mutations") > 0) {
            guard.await(LOOK);
        }
    }

    /** Whether the new table has what the chunks brought, partition by partition, and nothing else. */
    private boolean isWhole(List<Chunk> chunks) throws InterruptedException {
        Map<String, Long> brought = new TreeMap<>();
        chunks.stream()
                .filter(chunk -> chunk.state() == Chunk.State.PUBLISHED)
                .flatMap(chunk -> chunk.filling().parts().stream())
                .forEach(part -> brought.merge(part.partition(), part.rows(), Long::sum));
        brought.values().removeIf(rows -> rows == 0);
        Map<String, Long> there = new TreeMap<>();
        Part.of(sender, site().into()).forEach(part -> there.merge(part.partition(), part.rows(), Long::sum));
        return brought.equals(there);
    }

    private static long rows(List<Chunk> chunks) {
        return chunks.stream()
                .filter(chunk -> chunk.state() == Chunk.State.PUBLISHED)
                .mapToLong(chunk -> chunk.filling().rows())
                .sum();
    }

    private Set<String> byHash(long floor) throws InterruptedException {
        // A partition of the old table may be spread over the new one: the old key says which row belongs where.
        String key = sites.facts().partitionKey();
        boolean canGroup = changes.isEmpty() && !key.isEmpty();
        String group = canGroup ? "toString(tuple(%s))".formatted(key) : "''";
        Map<String, String> fresh = new HashMap<>();
        sender.rows(
                        "SELECT %s AS place, concat(toString(count()), ' ', toString(sum(%s))) AS sum FROM %s GROUP BY place SETTINGS final = 0"
                                .formatted(group, site().fingerprint().hash(false), sender.quoted(site().into())),
                        Map.of())
                .forEach(row -> fresh.put(TableFacts.text(row, "place"), TableFacts.text(row, "sum")));
        Set<String> differing = new TreeSet<>();
        Set<String> places = new HashSet<>();
        sender.rows(
                        """
                        SELECT %s AS place, concat(toString(count()), ' ', toString(sum(%s))) AS sum,
                               arrayStringConcat(groupUniqArray(_partition_id), ' ') AS partitions
                          FROM %s WHERE _block_number <= %d GROUP BY place SETTINGS final = 0""".formatted(group, site().fingerprint().hash(true), sender.quoted(site().from()), floor),
                        Map.of())
                .forEach(row -> {
                    String place = TableFacts.text(row, "place");
                    places.add(place);
                    if (!TableFacts.text(row, "sum").equals(fresh.get(place))) {
                        differing.addAll(
                                List.of(TableFacts.text(row, "partitions").split(" ")));
                    }
                });
        if (!places.containsAll(fresh.keySet())) {
            // Rows that are gone from the old table: whichever partitions they were in, what is copied of them goes.
            site().books().chunks().stream()
                    .filter(chunk -> chunk.state() == Chunk.State.PUBLISHED)
                    .forEach(chunk -> differing.addAll(chunk.slice().partitions()));
        }
        return differing;
    }

    /** Takes out of the new table what came from these partitions, and has it copied again. */
    void redo(Milestones now, Set<String> partitions) throws InterruptedException {
        redo(now, partitions, Map.of());
    }

    /** The same; of some of them more than was there, up to a block number of their own. */
    void redo(Milestones now, Set<String> partitions, Map<String, Long> upTo) throws InterruptedException {
        List<Chunk> chunks = site().books().chunks();
        long floor = Coverage.of(now.mark(), chunks).floor();
        Set<String> all = new TreeSet<>(partitions);
        List<Chunk> affected = affected(chunks, all);
        takeOut(affected);
        List<Part> parts = Part.of(sender, site().from());
        long aim = this.aim.of(parts);
        Map<Long, List<Part>> byEnd = parts.stream()
                .filter(part -> all.contains(part.partition()))
                .collect(Collectors.groupingBy(part -> upTo.getOrDefault(part.partition(), floor)));
        List<Slice> again = new ArrayList<>();
        byEnd.forEach((end, some) -> again.addAll(
                site().way() == Way.Kind.ATTACH ? Slicing.wholePartitions(some, end) : Slicing.cut(some, 0, end, aim)));
        site().books()
                .plan(
                        Chunk.Stage.BULK,
                        again,
                        affected.stream().map(Chunk::number).toList());
    }

    /** All chunks that have to do with these partitions, and with those that share a chunk with them. */
    private static List<Chunk> affected(List<Chunk> chunks, Set<String> partitions) {
        List<Chunk> affected = new ArrayList<>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Chunk chunk : chunks) {
                boolean shares = chunk.slice().partitions().stream().anyMatch(partitions::contains);
                if (chunk.state() != Chunk.State.REPLACED && shares && !affected.contains(chunk)) {
                    affected.add(chunk);
                    grew |= partitions.addAll(chunk.slice().partitions());
                }
            }
        }
        return affected;
    }

    private void takeOut(List<Chunk> affected) throws InterruptedException {
        Set<String> uuids = new HashSet<>();
        Set<String> linked = new TreeSet<>();
        for (Chunk chunk : affected) {
            chunk.filling().parts().forEach(part -> uuids.add(part.uuid()));
            if (site().isLinked(chunk)) {
                linked.addAll(chunk.slice().partitions());
            }
        }
        new Settlement(site(), sender)
                .takeBack(Part.of(sender, site().into()).stream()
                        .filter(part -> uuids.contains(part.uuid()) && !linked.contains(part.partition()))
                        .toList());
        for (String partition : linked) {
            sender.alter(site().into(), "DROP PARTITION ID " + Literal.text(partition));
        }
    }
}
