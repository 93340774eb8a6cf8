package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries chunks out side by side, one thread and one connection for each lane; tries again what may pass. */
final class Lanes implements AutoCloseable {

    static final String DIFFERS = "copy-differs";

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private static final int TRIES = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private final List<Sender> senders;
    private final Guard guard;
    private final ChunkPace pace;
    private final ChunkSizes sizes;
    private final ExecutorService threads;

    Lanes(List<Sender> senders, Guard guard, ChunkPace pace) {
        this.senders = List.copyOf(senders);
        this.guard = guard;
        this.pace = pace;
        this.sizes = new ChunkSizes(pace::isTooShort, pace::isGood);
        this.threads = Executors.newFixedThreadPool(senders.size(), work -> {
            Thread thread = new Thread(work, "longhaul-rebuild");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What is looked at while the lanes are at work; throws {@link Broken} when they need not go on. */
    interface Look {
        void look() throws InterruptedException;
    }

    int count() {
        return senders.size();
    }

    /** Waits as long as nothing may begin. */
    void awaitThrottle(Sender sender) throws InterruptedException {
        pace.await(sender, 0, 0, () -> false);
    }

    /**
     * Carries out all chunks that are planned. Once one lane gives up the others end with the chunk in hand; so do all
     * when somebody who looks in between finds that there is no use in going on.
     */
    void carryOut(Site site, List<Chunk> chunks, Tally tally, Look look) throws InterruptedException {
        Deque<Chunk> left = new ArrayDeque<>(chunks.stream()
                .filter(chunk -> chunk.state() == Chunk.State.PLANNED)
                .toList());
        AtomicBoolean ended = new AtomicBoolean();
        List<Future<?>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Math.min(senders.size(), Math.max(1, left.size())); lane++) {
            int number = lane;
            lanes.add(threads.submit(() -> {
                work(site, number, left, ended, tally);
                return null;
            }));
        }
        @Nullable RuntimeException first = lookUntilDone(lanes, look);
        if (first != null) {
            ended.set(true);
        }
        @Nullable Error fatal = null;
        for (Future<?> lane : lanes) {
            try {
                lane.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof Error error) {
                    fatal = error;
                } else {
                    first = worse(first, failed.getCause());
                }
            }
        }
        if (fatal != null) {
            throw fatal;
        }
        if (first != null) {
            throw first;
        }
    }

    /** What a look has found; null where the lanes have ended before. */
    private static @Nullable RuntimeException lookUntilDone(List<Future<?>> lanes, Look look)
            throws InterruptedException {
        try {
            for (Future<?> lane : lanes) {
                while (!hasEnded(lane, BETWEEN_LOOKS)) {
                    look.look();
                }
            }
            return null;
        } catch (Broken | BrokenOff found) {
            return found;
        }
    }

    private static boolean hasEnded(Future<?> lane, Duration soon) throws InterruptedException {
        try {
            lane.get(soon.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillAtWork) {
            return false;
        } catch (ExecutionException failed) {
            // Its cause is seen to when all have ended.
        }
        return true;
    }

    /** A lost connection says more than an error: the statement may still be running. */
    private static RuntimeException worse(@Nullable RuntimeException first, @Nullable Throwable next) {
        RuntimeException failure = next instanceof RuntimeException known ? known : new IllegalStateException(next);
        boolean lost = failure instanceof Broken broken && broken.outcome() instanceof Outcome.Lost;
        return first == null || lost ? failure : first;
    }

    private void work(Site site, int lane, Deque<Chunk> left, AtomicBoolean ended, Tally tally)
            throws InterruptedException {
        try {
            while (pace.awaitTurn(senders.get(lane), lane, () -> isOver(left, ended))) {
                Load load;
                synchronized (left) {
                    load = ended.get() ? Load.NONE : Load.next(left, site, senders.size(), sizes);
                }
                if (load.isEmpty()) {
                    return;
                }
                if (!load.isLinked(site) && load.chunks().size() > 1) {
                    tally.resized(load.chunks().size(), 1);
                    load = new Load(List.of(sizes.join(site, load.chunks())));
                }
                tally.next(load.isLinked(site) ? "link" : "copy", load.first());
                Optional<List<Chunk>> instead = carryOut(site, lane, load, ended);
                if (instead.isEmpty()) {
                    return;
                }
                if (instead.get().isEmpty()) {
                    load.chunks().forEach(chunk -> tally.done(chunk.slice()));
                } else {
                    tally.resized(1, instead.get().size());
                }
                synchronized (left) {
                    for (int i = instead.get().size() - 1; i >= 0; i--) {
                        left.addFirst(instead.get().get(i));
                    }
                }
            }
        } catch (RuntimeException | InterruptedException | Error failed) {
            ended.set(true);
            throw failed;
        }
    }

    private static boolean isOver(Deque<Chunk> left, AtomicBoolean ended) {
        synchronized (left) {
            return ended.get() || left.isEmpty();
        }
    }

    /**
     * Answers the chunks that took its place, when it was too large; empty where another lane gave up while this one
     * waited for the throttle, so that it was not begun.
     */
    private Optional<List<Chunk>> carryOut(Site site, int lane, Load load, AtomicBoolean ended)
            throws InterruptedException {
        Sender sender = senders.get(lane);
        Load current = load;
        int halvings = 0;
        for (int tries = 1; ; tries++) {
            if (pace.isTooLong(current.first().slice())) {
                List<Chunk> smaller = smaller(site, sender, current);
                if (!smaller.isEmpty()) {
                    return Optional.of(smaller);
                }
            }
            if (!pace.await(sender, lane, current.copiedRows(site), ended::get)) {
                return Optional.empty();
            }
            long beganAt = pace.now();
            try {
                current.carryOut(site, sender, halvings);
                pace.took(lane, current.copiedRows(site), beganAt);
                return Optional.of(List.of());
            } catch (Broken broken) {
                Failure failure = broken.failure();
                if (broken.outcome() instanceof Outcome.Lost || tries >= TRIES || !isToBeTriedAgain(sender, failure)) {
                    throw broken;
                }
                Duration wait = FIRST_WAIT.multipliedBy(1L << (tries - 1));
                log.atWarn()
                        .addKeyValue("chunk", current.first().number())
                        .addKeyValue("failure", failure)
                        .log("a chunk failed; trying again");
                site.books().failed(current.first().number(), failure, wait);
                new Settlement(site, sender).settle(again(site, current).chunks());
                current = again(site, current).withoutPublished();
                if (current.isEmpty()) {
                    return Optional.of(List.of());
                }
                if (ChunkSizes.isTooMuch(failure)) {
                    List<Chunk> smaller = smaller(site, sender, current);
                    if (!smaller.isEmpty()) {
                        return Optional.of(smaller);
                    }
                    halvings++;
                }
                guard.await(wait);
            }
        }
    }

    private static boolean isToBeTriedAgain(Sender sender, Failure failure) {
        return failure.code().equals(DIFFERS) || sender.mayPass(failure);
    }

    private static Load again(Site site, Load load) throws InterruptedException {
        return load.asOf(site.books().chunks());
    }

    /** None where it cannot be divided, or where the server has no answer for that either. */
    private List<Chunk> smaller(Site site, Sender sender, Load load) throws InterruptedException {
        if (load.isLinked(site)) {
            return List.of();
        }
        try {
            return sizes.divide(site, sender, load.first());
        } catch (Broken broken) {
            if (broken.outcome() instanceof Outcome.Lost || !sender.mayPass(broken.failure())) {
                throw broken;
            }
            log.atWarn()
                    .addKeyValue("chunk", load.first().number())
                    .addKeyValue("failure", broken.failure())
                    .log("a chunk is not divided");
            return List.of();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
