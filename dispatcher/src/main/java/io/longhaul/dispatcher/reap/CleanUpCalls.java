package io.longhaul.dispatcher.reap;

import io.longhaul.common.config.Durations;
import io.longhaul.common.run.CleanUp;
import io.longhaul.common.store.CleanUps;
import io.longhaul.common.store.CleanUps.Waiting;
import io.longhaul.common.store.Settings;
import io.longhaul.common.store.Settings.Name;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls workers to put away what runs have left, once its time has come. */
public final class CleanUpCalls {

    private static final Logger log = LoggerFactory.getLogger(CleanUpCalls.class);

    private final CleanUps cleanUps;
    private final Settings settings;

    public CleanUpCalls(CleanUps cleanUps, Settings settings) {
        this.cleanUps = cleanUps;
        this.settings = settings;
    }

    /** How many workers were called. Throws when PostgreSQL is away. */
    int pass() {
        List<Waiting> all = cleanUps.waiting();
        int called = 0;
        for (Waiting waiting : all) {
            CleanUp cleanUp = waiting.cleanUp();
            Duration patience = Durations.parse(settings.value(cleanUp.migration(), Name.ABANDONED_AFTER));
            if (isDue(waiting, patience) && cleanUps.call(waiting)) {
                called++;
                log.atInfo()
                        .addKeyValue("run", cleanUp.run())
                        .addKeyValue("migration", cleanUp.migration())
                        .addKeyValue("kind", cleanUp.leftover().kind())
                        .addKeyValue("table", cleanUp.leftover().table())
                        .log("called a worker to put away what a run has left");
            }
        }
        return called;
    }

    /**
     * A backup is of use as long as the run can be taken back, and no longer. Settings are put back where nobody goes
     * on with a run that failed, or somebody said that it is done.
     */
    static boolean isDue(Waiting waiting, Duration abandonedAfter) {
        return switch (waiting.state()) {
            case SUCCEEDED -> true;
            case FAILED, ROLLBACK_FAILED ->
                switch (waiting.cleanUp().leftover().kind()) {
                    case OLD_TABLE -> false;
                    case SETTINGS -> waiting.inState().compareTo(abandonedAfter) >= 0;
                };
            case QUEUED, STARTING, RUNNING, ROLLING_BACK, PAUSED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED ->
                false;
        };
    }
}
