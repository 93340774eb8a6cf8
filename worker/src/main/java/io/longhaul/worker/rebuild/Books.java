package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Slice;
import io.longhaul.common.store.Checkpoints;
import io.longhaul.common.store.Chunks;
import io.longhaul.common.store.CleanUps;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the store knows of one rebuild. Waits for the store, however long it is away; throws {@link BrokenOff} once the
 * run is another worker's. Safe for use by many threads.
 */
final class Books {

    private final QueryId attempt;
    private final Chunks chunks;
    private final Checkpoints checkpoints;
    private final CleanUps cleanUps;
    private final Guard guard;

    Books(QueryId attempt, RebuildTarget.Store store, Guard guard) {
        this.attempt = attempt;
        this.chunks = store.chunks();
        this.checkpoints = store.checkpoints();
        this.cleanUps = store.cleanUps();
        this.guard = guard;
    }

    List<Chunk> chunks() throws InterruptedException {
        return guard.patiently(() -> chunks.of(attempt));
    }

    /** Those of the way forward, for who goes back. */
    List<Chunk> chunksForward() throws InterruptedException {
        return guard.patiently(() -> chunks.forwardOf(attempt));
    }

    Optional<Milestones> milestones() throws InterruptedException {
        return guard.patiently(() -> checkpoints.last(attempt)).map(Milestones::read);
    }

    /** What was remembered going forward, for who goes back. */
    Optional<Milestones> beforeTurning() throws InterruptedException {
        return guard.patiently(() -> checkpoints.lastForward(attempt)).map(Milestones::read);
    }

    void remember(Milestones milestones) throws InterruptedException {
        ours(() -> checkpoints.remember(attempt, milestones.text()));
    }

    void plan(Chunk.Stage stage, List<Slice> slices, List<Integer> instead) throws InterruptedException {
        ours(() -> chunks.plan(attempt, stage, slices, instead));
    }

    void begin(int chunk, QueryId statement) throws InterruptedException {
        begin(List.of(chunk), statement);
    }

    void begin(List<Integer> together, QueryId statement) throws InterruptedException {
        ours(() -> chunks.begin(attempt, together, statement));
    }

    void filled(int chunk, Chunk.Filling filling) throws InterruptedException {
        ours(() -> chunks.filled(attempt, chunk, filling));
    }

    void published(int chunk) throws InterruptedException {
        ours(() -> chunks.published(attempt, chunk));
    }

    void published(int chunk, Chunk.Filling filling) throws InterruptedException {
        published(Map.of(chunk, filling));
    }

    void published(Map<Integer, Chunk.Filling> fillings) throws InterruptedException {
        ours(() -> chunks.published(attempt, fillings));
    }

    void undone(int chunk) throws InterruptedException {
        ours(() -> chunks.undone(attempt, chunk));
    }

    void failed(int chunk, Failure failure, Duration again) throws InterruptedException {
        ours(() -> chunks.failed(attempt, chunk, failure, again));
    }

    /** Nothing of any chunk is there any more. */
    void forgetChunks() throws InterruptedException {
        ours(() -> chunks.forget(attempt));
    }

    /** Before it is there, so that it is put away whatever becomes of the run. */
    void leave(Leftover leftover, Duration keep) throws InterruptedException {
        ours(() -> cleanUps.leave(attempt, leftover, keep));
    }

    void seenTo(Leftover.Kind kind, String uuid) throws InterruptedException {
        ours(() -> cleanUps.seenTo(attempt, kind, uuid));
    }

    /** Whether settings were put back, because nobody went on with the run. */
    boolean isGivenUp(String uuid) throws InterruptedException {
        return guard.patiently(() -> cleanUps.isDone(attempt, Leftover.Kind.SETTINGS, uuid));
    }

    private void ours(Supplier<Boolean> change) throws InterruptedException {
        if (!guard.patiently(change)) {
            throw new BrokenOff("the run is another worker's");
        }
    }
}
