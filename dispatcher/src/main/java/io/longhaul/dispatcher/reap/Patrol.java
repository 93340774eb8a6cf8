package io.longhaul.dispatcher.reap;

import io.longhaul.common.board.Task;
import io.longhaul.common.board.TaskBoard;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Heartbeats;
import io.longhaul.common.observe.RunScope;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Events;
import io.longhaul.common.store.RunStore;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.Takeovers;
import io.longhaul.common.store.Takeovers.Owned;
import io.longhaul.common.store.Takeovers.Verdict;
import io.longhaul.common.store.Verdicts;
import io.longhaul.dispatcher.reap.Observations.Life;
import io.longhaul.dispatcher.reap.Observations.Sighting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the runs that workers have in hand and takes them from the dead. Any number of patrols may go at once:
 * the store lets one of them take a run. For one thread at a time.
 */
public final class Patrol {

    private static final Logger log = LoggerFactory.getLogger(Patrol.class);

    /** The tables do not allow that a run in hand is in nobody's. */
    private static final WorkerId NOBODY = new WorkerId("nobody");

    private final Takeovers takeovers;
    private final RunStore runs;
    private final Events events;
    private final TaskBoard board;
    private final LongSupplier nanoTime;
    private final Pulses pulses;
    private final Observations observations;
    private final Map<Hold, Life> told = new HashMap<>();

    public Patrol(
            Takeovers takeovers,
            RunStore runs,
            Events events,
            TaskBoard board,
            Heartbeats heartbeats,
            Timers timers,
            LongSupplier nanoTime) {
        this.takeovers = takeovers;
        this.runs = runs;
        this.events = events;
        this.board = board;
        this.nanoTime = nanoTime;
        this.pulses = new Pulses(heartbeats, nanoTime, timers.reaperPoll());
        this.observations = new Observations(timers.reaperPoll());
    }

    /** Asks Redis for the workers' signs of life; may hang as long as Redis does, so it needs a thread of its own. */
    void listen() {
        pulses.ask();
    }

    /** Looks once, as the reaper of this name; how many runs it took over. Throws when PostgreSQL is away. */
    int pass(String reaper) {
        // Before the question: whatever happens to us meanwhile makes nobody look silent for longer.
        long now = nanoTime.getAsLong();
        List<Sighting> sightings;
        try {
            sightings = observations.look(now, takeovers.owned(), pulses.latest());
        } catch (StoreUnavailable away) {
            observations.reset();
            throw away;
        }
        told.keySet()
                .retainAll(sightings.stream()
                        .map(sighting -> hold(sighting.owned().run()))
                        .toList());
        int taken = 0;
        for (Sighting sighting : sightings) {
            Run run = sighting.owned().run();
            Hold hold = hold(run);
            try (RunScope unused = RunScope.open(run.migration(), hold)) {
                tell(sighting, hold, reaper);
                if (sighting.life().isOver() && takeOver(sighting, reaper)) {
                    taken++;
                }
            }
        }
        return taken;
    }

    private boolean takeOver(Sighting sighting, String reaper) {
        Owned owned = sighting.owned();
        Verdict verdict = Verdicts.of(owned);
        Failure failure = failure(sighting);
        try {
            if (!takeovers.takeOver(owned, verdict, failure, reaper)) {
                log.atInfo().log("not taken over: its worker or another reaper was first");
                return false;
            }
        } catch (StoreUnavailable busy) {
            // A worker that froze in a transaction holds the row until PostgreSQL ends that. This is no news about
            // anybody's silence.
            observations.heldUp(nanoTime.getAsLong());
            log.atWarn().addKeyValue("why", busy.getMessage()).log("cannot take over yet; will try again");
            return false;
        }
        log.atWarn()
                .addKeyValue("life", sighting.life())
                .addKeyValue("verdict", verdict)
                .addKeyValue("crashes", owned.crashes() + 1)
                .log("taken over from its worker");
        runs.find(owned.run().id())
                .ifPresent(run -> board.post(new Task(run, Optional.empty(), Optional.empty(), Optional.of(failure))));
        return true;
    }

    private static Failure failure(Sighting sighting) {
        Run run = sighting.owned().run();
        String worker = run.worker().orElse(NOBODY).value();
        String message = sighting.life() == Life.LEFT
                ? "worker %s ended and left the run behind".formatted(worker)
                : "worker %s was silent for %d s"
                        .formatted(worker, sighting.owned().deadAfter().toSeconds());
        return new Failure("longhaul", "worker-lost", message);
    }

    private static Hold hold(Run run) {
        return new Hold(run.id(), run.epoch(), run.worker().orElse(NOBODY));
    }

    /**
     * Each change is told once by us, to the log, and once by all reapers together in the run's story, from which the
     * pages for people know it. A worker whom we have not yet doubted may be one whom a reaper before us did.
     */
    private void tell(Sighting sighting, Hold hold, String reaper) {
        Optional<Life> before = Optional.ofNullable(told.get(hold));
        if (before.equals(Optional.of(sighting.life()))) {
            return;
        }
        switch (sighting.life()) {
            case SUSPECT -> doubt(hold, sighting.life(), "no sign of life in Redis; PostgreSQL decides", reaper);
            case CUT_OFF ->
                doubt(hold, sighting.life(), "beats in Redis but not in PostgreSQL; given more time", reaper);
            case WELL -> {
                // Silence in Redis is not over because Redis is away; the beat in PostgreSQL never was in doubt.
                if (sighting.heard() || before.equals(Optional.of(Life.CUT_OFF))) {
                    trust(hold, reaper);
                }
            }
            case LEFT, DEAD -> {}
        }
    }

    private void doubt(Hold hold, Life life, String why, String reaper) {
        log.atWarn()
                .addKeyValue("worker", hold.worker())
                .addKeyValue("why", why)
                .log("worker is suspect");
        events.doubt(hold, why, reaper);
        told.put(hold, life);
    }

    private void trust(Hold hold, String reaper) {
        if (events.trust(hold, "heard again", reaper)) {
            log.atInfo().addKeyValue("worker", hold.worker()).log("worker is heard again");
        }
        told.put(hold, Life.WELL);
    }
}
