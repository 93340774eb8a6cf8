package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one lane carries out at once: one chunk that is copied, some that are copied as one, or several of which hard
 * links are made, for these take less time than the statement around them.
 */
record Load(List<Chunk> chunks) {

    static final Load NONE = new Load(List.of());

    /** So that a statement stays readable, and what is done again after a failure little. */
    private static final int LINKS_TOGETHER = 32;

    Load {
        chunks = List.copyOf(chunks);
    }

    /** Takes the next of those that are left; empty when none is. */
    static Load next(Deque<Chunk> left, Site site, int lanes, ChunkSizes sizes) {
        if (left.isEmpty()) {
            return NONE;
        }
        return site.isLinked(left.getFirst()) ? links(left, site, lanes) : new Load(sizes.next(left, lanes));
    }

    /** Each lane gets its share. */
    private static Load links(Deque<Chunk> left, Site site, int lanes) {
        int share = Math.min(LINKS_TOGETHER, (left.size() + lanes - 1) / lanes);
        List<Chunk> chunks = new ArrayList<>();
        while (chunks.size() < share && !left.isEmpty() && site.isLinked(left.getFirst())) {
            chunks.add(left.remove());
        }
        return new Load(chunks);
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    Chunk first() {
        return chunks.get(0);
    }

    boolean isLinked(Site site) {
        return site.isLinked(first());
    }

    /** Links write none. */
    long copiedRows(Site site) {
        return isLinked(site) ? 0 : first().slice().rows();
    }

    /** {@code halvings}: how often what is copied at once was too much. */
    void carryOut(Site site, Sender sender, int halvings) throws InterruptedException {
        if (isLinked(site)) {
            new AttachWork(site, sender).attach(chunks);
        } else {
            new ChunkWork(site, sender, halvings).copy(first());
        }
    }

    /** The same chunks, as they are now. */
    Load asOf(List<Chunk> now) {
        Set<Integer> numbers = chunks.stream().map(Chunk::number).collect(Collectors.toSet());
        return new Load(
                now.stream().filter(chunk -> numbers.contains(chunk.number())).toList());
    }

    Load withoutPublished() {
        return new Load(chunks.stream()
                .filter(chunk -> chunk.state() != Chunk.State.PUBLISHED)
                .toList());
    }
}
