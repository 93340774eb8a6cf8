package io.longhaul.dispatcher.reap;

import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Takeovers.Owned;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is alive, judged by what changes between looks and by our own monotonic clock, never by a date that somebody else
 * wrote: no skewed clock, restarted PostgreSQL or flushed Redis makes anybody look dead. Not thread-safe.
 */
final class Observations {

    /** Beats that may go missing in Redis before anybody is told. */
    private static final int MISSED_BEATS = 3;

    /** How much longer a worker that only Redis hears of is given. */
    private static final int DOUBTS = 3;

    private static final int MISSED_POLLS = 3;

    private final Duration longestGap;
    private Map<RunId, Memory> memories = new HashMap<>();
    private @Nullable Long lastLook;

    Observations(Duration poll) {
        this.longestGap = poll.multipliedBy(MISSED_POLLS);
    }

    /** A look failed: whoever is silent may have been unable to speak. */
    void reset() {
        memories = new HashMap<>();
        lastLook = null;
    }

    /** We were kept waiting until now, and know by what. */
    void heldUp(long now) {
        lastLook = now;
    }

    /**
     * What has changed since the last look, in the order of {@code owned}.
     *
     * @param now of a monotonic clock, in nanoseconds
     * @param beats in Redis; absent when it did not answer
     */
    List<Sighting> look(long now, List<Owned> owned, Optional<Map<WorkerId, Beat>> beats) {
        Long last = lastLook;
        if (last != null && now - last > longestGap.toNanos()) {
            // We were stopped ourselves, and do not know what we missed.
            reset();
        }
        lastLook = now;
        Map<RunId, Memory> seen = new HashMap<>();
        List<Sighting> sightings = owned.stream()
                .map(one -> {
                    Memory memory = Memory.of(memories.get(one.run().id()), one, beats, now);
                    seen.put(one.run().id(), memory);
                    return new Sighting(one, memory.life(one, now), memory.heard());
                })
                .toList();
        memories = seen;
        return sightings;
    }

    /** How a worker that has a run in hand appears. */
    enum Life {
        WELL,
        /** Redis no longer hears of it. */
        SUSPECT,
        /** Redis hears of it, PostgreSQL does not. */
        CUT_OFF,
        /** It said that it ends, and ended. */
        LEFT,
        DEAD;

        boolean isOver() {
            return this == LEFT || this == DEAD;
        }
    }

    /**
     * A run, and how its worker appears.
     *
     * @param heard Redis hears of it: we have seen its beat move, and it has not stood still since
     */
    record Sighting(Owned owned, Life life, boolean heard) {}

    /**
     * What we remember of a run.
     *
     * @param moved when epoch or sequence was last seen to change
     * @param seenBefore whether any look before this one saw the same
     * @param beat what Redis said, if it answered
     * @param lastBeat what Redis said when it last answered
     * @param beatMoved when that was last seen to change, or Redis did not answer
     * @param heard it was seen to grow, and has not stood still since
     */
    private record Memory(
            Epoch epoch,
            long sequence,
            long moved,
            boolean seenBefore,
            Optional<Echo> beat,
            Optional<Echo> lastBeat,
            long beatMoved,
            boolean heard) {

        static Memory of(@Nullable Memory before, Owned owned, Optional<Map<WorkerId, Beat>> beats, long now) {
            Epoch epoch = owned.run().epoch();
            long sequence = owned.run().sequence();
            Optional<Echo> echo = beats.map(all -> Echo.of(owned, all));
            if (before == null || !before.epoch.equals(epoch)) {
                return new Memory(epoch, sequence, now, false, echo, echo, now, false);
            }
            boolean same = before.sequence == sequence;
            long moved = same ? before.moved : now;
            if (echo.isEmpty()) {
                // What was silent before Redis went away is not heard because it has come back.
                return new Memory(epoch, sequence, moved, same, echo, before.lastBeat, now, before.heard);
            }
            boolean sameBeat = before.lastBeat.equals(echo);
            long beatMoved = sameBeat ? before.beatMoved : now;
            boolean heard = sameBeat
                    ? before.heard && now - beatMoved < patience(owned)
                    : grew(before.lastBeat.flatMap(Echo::count), echo.flatMap(Echo::count));
            return new Memory(epoch, sequence, moved, same, echo, echo, beatMoved, heard);
        }

        /** A beat that is there once more, or smaller than before, may come from a copy of Redis on a disk. */
        private static boolean grew(Optional<Long> before, Optional<Long> now) {
            return before.isPresent() && now.isPresent() && now.get() > before.get();
        }

        private static long patience(Owned owned) {
            return owned.heartbeat().multipliedBy(MISSED_BEATS).toNanos();
        }

        Life life(Owned owned, long now) {
            Duration silent = Duration.ofNanos(now - moved);
            boolean stopped =
                    beat.flatMap(Echo::status).filter(s -> s == Status.STOPPED).isPresent();
            if (stopped && seenBefore) {
                return Life.LEFT;
            }
            boolean overdue = silent.compareTo(owned.deadAfter()) >= 0;
            if (overdue && isHeard(owned, now)) {
                return silent.compareTo(owned.deadAfter().multipliedBy(DOUBTS)) >= 0 ? Life.DEAD : Life.CUT_OFF;
            }
            if (overdue) {
                return Life.DEAD;
            }
            return beat.isPresent() && isStill(owned, now) ? Life.SUSPECT : Life.WELL;
        }

        private boolean isHeard(Owned owned, long now) {
            return beat.flatMap(Echo::count).isPresent() && !isStill(owned, now);
        }

        private boolean isStill(Owned owned, long now) {
            return now - beatMoved >= patience(owned);
        }
    }

    /**
     * What Redis says of a worker that answers for a run.
     *
     * @param count of its beat; absent where there is none
     * @param status what it says it does
     */
    private record Echo(Optional<Long> count, Optional<Status> status) {

        static Echo of(Owned owned, Map<WorkerId, Beat> beats) {
            Optional<Beat> beat = owned.run().worker().map(beats::get);
            return new Echo(beat.map(Beat::count), beat.map(Beat::status));
        }
    }
}
