package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Chunk.Filling;
import io.longhaul.common.run.QueryId;
import java.util.List;
import java.util.OptionalLong;

/**
 * Makes hard links of one partition in the new table. Repeating it is harmless: {@code REPLACE PARTITION} puts the same
 * parts in the place of the same. For one thread.
 */
final class AttachWork {

    private static final int LOOKS = 20;

    private final Site site;
    private final Sender sender;

    AttachWork(Site site, Sender sender) {
        this.site = site;
        this.sender = sender;
    }

    void attach(Chunk chunk) throws InterruptedException {
        String partition = chunk.slice().partitions().get(0);
        for (int look = 1; look <= LOOKS; look++) {
            QueryId query = site.attempt().ofChunk(chunk.number(), chunk.tries() + look);
            site.books().begin(chunk.number(), query);
            sender.send(
                    query,
                    0,
                    "ALTER TABLE %s REPLACE PARTITION ID %s FROM %s"
                            .formatted(
                                    sender.quoted(site.into()), Literal.text(partition), sender.quoted(site.from())));
            List<Part> linked = Part.of(sender, site.into(), partition);
            long rows = linked.stream().mapToLong(Part::rows).sum();
            OptionalLong upTo = lastOf(Part.of(sender, site.from(), partition), rows);
            if (upTo.isPresent()) {
                Filling filling = new Filling(
                        rows,
                        linked.stream().mapToLong(Part::bytes).sum(),
                        "",
                        upTo.getAsLong(),
                        List.of(new Chunk.Part(partition, "", rows)));
                site.books().published(chunk.number(), filling);
                return;
            }
        }
        throw Broken.because(
                "moving",
                "partition %s of %s changes so fast that nobody can tell what was linked; is somebody deleting from it?"
                        .formatted(partition, site.from()));
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
