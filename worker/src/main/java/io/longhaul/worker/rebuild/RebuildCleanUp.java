package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.store.Chunks;
import io.longhaul.common.store.CleanUps;
import io.longhaul.worker.target.Target;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Puts away what a rebuild has left: drops the old table, puts settings back. Doing it twice is doing it once. A table
 * is found by its uuid, and left alone where somebody has given it another name.
 */
public final class RebuildCleanUp {

    private final Supplier<Target> connections;
    private final Chunks chunks;
    private final Guard worker;
    private final LongSupplier nanoTime;

    /** {@code connections} opens one to ClickHouse. */
    public RebuildCleanUp(Supplier<Target> connections, Chunks chunks, Guard worker, LongSupplier nanoTime) {
        this.connections = connections;
        this.chunks = chunks;
        this.worker = worker;
        this.nanoTime = nanoTime;
    }

    /** What came of it. */
    public sealed interface Result {

        /** It is put away, in these words. */
        record Done(String words) implements Result {}

        /** It is not. */
        record NotDone(Failure failure) implements Result {}
    }

    /** For one thread. */
    public Result carryOut(CleanUp task) throws InterruptedException {
        try (Target target = connections.get()) {
            Guard guard = inTime();
            Sender sender = new Sender(target, task.query(), new AtomicLong(), guard, new InFlight(target, nanoTime));
            return new Result.Done(putAway(task, sender, guard));
        } catch (Broken broken) {
            return new Result.NotDone(broken.failure());
        } catch (BrokenOff late) {
            return new Result.NotDone(new Failure("longhaul", "late", "the worker came too late to do it"));
        }
    }

    private String putAway(CleanUp task, Sender sender, Guard guard) throws InterruptedException {
        Leftover leftover = task.leftover();
        Optional<String> name = Tables.nameOf(sender, leftover.uuid());
        if (name.isEmpty()) {
            return "table %s was gone already".formatted(leftover.table());
        }
        if (!name.get().equals(leftover.table())) {
            return "left table %s alone: it is called %s now".formatted(leftover.table(), name.get());
        }
        switch (leftover.kind()) {
            case OLD_TABLE -> {
                Tables.requireNoLateRows(
                        sender, leftover.table(), leftover.lastBlock().orElse(Long.MAX_VALUE));
                sender.drop(leftover.table());
                return "dropped the old table %s, whose day had come".formatted(leftover.table());
            }
            case SETTINGS -> {
                requireNoNeedOfParts(task, guard);
                new Merging(sender, guard, new Tally(nanoTime))
                        .goOnWithoutWaiting(leftover.table(), leftover.settings());
                return "put settings of table %s back that were switched for its rebuild".formatted(leftover.table());
            }
        }
        throw new IllegalStateException(leftover.kind().name());
    }

    /** Once they are merged, nobody could tell which of the last rows are there already. */
    private void requireNoNeedOfParts(CleanUp task, Guard guard) throws InterruptedException {
        if (guard.patiently(() -> chunks.of(task.run(), task.operation())).stream()
                .anyMatch(Chunk::needsItsParts)) {
            throw Broken.because(
                    "last-rows",
                    "the last rows of %s were being moved when its run ended; merges stay off until somebody resumes it"
                            .formatted(task.leftover().table()));
        }
    }

    /**
     * Sends nothing once another worker may have been called for the same task, and somebody have gone on with the run.
     */
    private Guard inTime() {
        long begunAt = nanoTime.getAsLong();
        long limit = CleanUps.PATIENCE.dividedBy(2).toNanos();
        BooleanSupplier isInTime = () -> nanoTime.getAsLong() - begunAt < limit;
        return new OtherRules(worker, isInTime, isInTime);
    }
}
