package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out what became of chunks whose worker died, or whose statement failed, between two lines of the journal. What
 * was published whole is; of anything else what is there is taken back, and the chunk is copied again. Parts are known
 * by their uuids, which they keep when they are moved: two batches of the same rows have the same hash, never the same
 * uuid. For one thread.
 */
final class Settlement {

    private final Site site;
    private final Sender sender;

    Settlement(Site site, Sender sender) {
        this.site = site;
        this.sender = sender;
    }

    /** Returns when every chunk is planned, published or replaced, and no staging table is left. */
    void settle(List<Chunk> chunks) throws InterruptedException {
        for (Chunk chunk : chunks) {
            settle(chunk);
        }
        Set<Integer> numbers = chunks.stream().map(Chunk::number).collect(Collectors.toSet());
        for (String table : stagingTables(site.names(), sender)) {
            if (numbers.contains(Names.chunkOf(table))) {
                drop(sender, table);
            }
        }
    }

    /** Drops all staging tables of the run. */
    static void dropStaging(Names names, Sender sender) throws InterruptedException {
        for (String table : stagingTables(names, sender)) {
            drop(sender, table);
        }
    }

    private void settle(Chunk chunk) throws InterruptedException {
        switch (chunk.state()) {
            case PLANNED, PUBLISHED, REPLACED -> {}
            case BEGUN -> site.books().undone(chunk.number());
            case FILLED -> filled(chunk);
        }
    }

    private void filled(Chunk chunk) throws InterruptedException {
        Set<String> wanted =
                chunk.filling().parts().stream().map(Chunk.Part::uuid).collect(Collectors.toSet());
        if (wanted.contains("")) {
            // A link, which may be made again.
            site.books().undone(chunk.number());
            return;
        }
        List<Part> published = Part.of(sender, site.into()).stream()
                .filter(part -> wanted.contains(part.uuid()))
                .toList();
        if (published.size() == wanted.size()) {
            site.books().published(chunk.number());
            return;
        }
        Set<String> found = published.stream().map(Part::uuid).collect(Collectors.toCollection(HashSet::new));
        for (String table : stagingTables(site.names(), sender)) {
            if (Names.chunkOf(table) == chunk.number()) {
                Part.of(sender, table).stream()
                        .map(Part::uuid)
                        .filter(wanted::contains)
                        .forEach(found::add);
            }
        }
        if (found.size() != wanted.size()) {
            throw Broken.because(
                    "lost-parts",
                    "chunk %d, %s: %d of its %d parts are neither in %s nor waiting to be published; were they merged or changed by hand?"
                            .formatted(
                                    chunk.number(),
                                    chunk.slice().title(),
                                    wanted.size() - found.size(),
                                    wanted.size(),
                                    site.into()));
        }
        takeBack(published);
        site.books().undone(chunk.number());
    }

    /** Takes parts out of the new table again. */
    void takeBack(List<Part> parts) throws InterruptedException {
        for (Part part : parts) {
            sender.alter(site.into(), "DROP PART " + Literal.text(part.name()));
        }
    }

    private static List<String> stagingTables(Names names, Sender sender) throws InterruptedException {
        return sender.rows("""
                        SELECT name FROM system.tables
                         WHERE database = currentDatabase() AND startsWith(name, {prefix:String})""", Map.of("prefix", names.chunkPrefix())).stream()
                .map(row -> TableFacts.text(row, "name"))
                .toList();
    }

    private static void drop(Sender sender, String table) throws InterruptedException {
        sender.drop(table);
    }
}
