package io.longhaul.worker.cleanup;

import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.CleanUps;
import io.longhaul.worker.rebuild.RebuildCleanUp;
import io.longhaul.worker.run.Patience;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts away what runs have left, as one worker. For one thread. */
public final class CleaningUp {

    private static final Logger log = LoggerFactory.getLogger(CleaningUp.class);

    /** What stood in the way may have gone by then. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private final CleanUps cleanUps;
    private final RebuildCleanUp rebuilds;
    private final WorkerId worker;
    private final Patience patience;

    public CleaningUp(CleanUps cleanUps, RebuildCleanUp rebuilds, WorkerId worker, Patience patience) {
        this.cleanUps = cleanUps;
        this.rebuilds = rebuilds;
        this.worker = worker;
        this.patience = patience;
    }

    /** Takes the next thing that a worker was called for after this run; empty when there is none. */
    public Optional<CleanUp> next(RunId run) throws InterruptedException {
        return patience.ask(() -> cleanUps.begin(run, worker));
    }

    /** Puts it away, and all that the same run has left beside it. */
    public void carryOut(CleanUp first) throws InterruptedException {
        for (Optional<CleanUp> task = Optional.of(first); task.isPresent(); task = next(first.run())) {
            putAway(task.get());
        }
    }

    private void putAway(CleanUp task) throws InterruptedException {
        RebuildCleanUp.Result result = rebuilds.carryOut(task);
        if (result instanceof RebuildCleanUp.Result.Done done) {
            log.atInfo()
                    .addKeyValue("run", task.run())
                    .addKeyValue("migration", task.migration())
                    .addKeyValue("what", done.words())
                    .log("cleaned up after a run");
            patience.ask(() -> {
                cleanUps.done(task, worker, done.words());
                return true;
            });
        } else if (result instanceof RebuildCleanUp.Result.NotDone notDone) {
            log.atWarn()
                    .addKeyValue("run", task.run())
                    .addKeyValue("migration", task.migration())
                    .addKeyValue("failure", notDone.failure())
                    .log("could not clean up after a run; will be tried again");
            patience.ask(() -> {
                cleanUps.failed(task, worker, notDone.failure(), AGAIN);
                return true;
            });
        }
    }
}
