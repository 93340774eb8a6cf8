package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Slice;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Makes of chunks that take too long smaller ones, and of those that are over too soon larger ones, as it shows how
 * fast they go. Each change is in the store before anything is copied by it. Safe for use by many threads.
 */
final class ChunkSizes {

    /** Memory (241) and time (159): less at once may do. From ErrorCodes.cpp of ClickHouse 26.7. */
    private static final Set<String> TOO_MUCH = Set.of("159", "241");

    /** So many are to be left for each lane, so that they end together. */
    private static final int LEFT_A_LANE = 6;

    private final Predicate<Slice> tooShort;
    private final Predicate<Slice> good;

    /** Chunks that were larger, and had to be divided. */
    private final Set<Integer> divided = ConcurrentHashMap.newKeySet();

    /** What chunks were put together from. */
    private final Map<Integer, List<Slice>> joined = new ConcurrentHashMap<>();

    /**
     * By how fast chunks go.
     *
     * @param tooShort whether rows would be copied sooner than is worth a chunk
     * @param good whether they would take no longer than a chunk should
     */
    ChunkSizes(Predicate<Slice> tooShort, Predicate<Slice> good) {
        this.tooShort = tooShort;
        this.good = good;
    }

    /** Takes the next, and those that are to be copied with it. */
    List<Chunk> next(Deque<Chunk> left, int lanes) {
        long rows = left.stream().mapToLong(chunk -> chunk.slice().rows()).sum();
        long share = rows / ((long) lanes * LEFT_A_LANE);
        Chunk first = left.remove();
        List<Chunk> chunks = new ArrayList<>(List.of(first));
        Optional<Slice> whole =
                mayGrow(first) && tooShort.test(first.slice()) ? Optional.of(first.slice()) : Optional.empty();
        while (whole.isPresent() && !left.isEmpty() && mayGrow(left.getFirst())) {
            whole = Slicing.joined(whole.get(), left.getFirst().slice())
                    .filter(slice -> slice.rows() <= share && good.test(slice));
            if (whole.isPresent()) {
                chunks.add(left.remove());
            }
        }
        return chunks;
    }

    private boolean mayGrow(Chunk chunk) {
        return chunk.stage() == Chunk.Stage.BULK && chunk.tries() == 0 && !divided.contains(chunk.number());
    }

    /** One chunk in the place of those that {@link #next} gave. */
    Chunk join(Site site, List<Chunk> chunks) throws InterruptedException {
        Slice whole = chunks.stream()
                .map(Chunk::slice)
                .reduce((one, next) -> Slicing.joined(one, next).orElseThrow())
                .orElseThrow();
        Chunk one = instead(site, chunks, List.of(whole)).get(0);
        joined.put(one.number(), chunks.stream().map(Chunk::slice).toList());
        return one;
    }

    /** Whether fewer rows may go where these failed. */
    static boolean isTooMuch(Failure failure) {
        return TOO_MUCH.contains(failure.code());
    }

    /** Smaller chunks in the place of one; none when it cannot be divided. */
    List<Chunk> divide(Site site, Sender sender, Chunk chunk) throws InterruptedException {
        List<Slice> smaller = smaller(site, sender, chunk);
        if (smaller.size() < 2) {
            return List.of();
        }
        List<Chunk> chunks = instead(site, List.of(chunk), smaller);
        chunks.forEach(one -> divided.add(one.number()));
        return chunks;
    }

    private List<Slice> smaller(Site site, Sender sender, Chunk chunk) throws InterruptedException {
        if (joined.containsKey(chunk.number())) {
            return joined.get(chunk.number());
        }
        List<Slice> halves = Slicing.halves(chunk.slice(), Part.of(sender, site.from()));
        if (!halves.isEmpty()) {
            return halves;
        }
        TableFacts from = TableFacts.find(sender::rows, site.from()).orElseThrow();
        return new KeyRanges(sender::rows, sender::quoted, from)
                .cut(chunk.slice(), chunk.slice().rows() * 2 / 5);
    }

    private static List<Chunk> instead(Site site, List<Chunk> chunks, List<Slice> slices) throws InterruptedException {
        List<Integer> numbers = chunks.stream().map(Chunk::number).toList();
        site.books().plan(chunks.get(0).stage(), slices, numbers);
        return site.books().chunks().stream()
                .filter(found -> found.state() == Chunk.State.PLANNED && slices.contains(found.slice()))
                .toList();
    }
}
