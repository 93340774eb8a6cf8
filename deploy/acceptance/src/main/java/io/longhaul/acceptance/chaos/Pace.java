package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Stage;
import java.time.Duration;
import java.util.Locale;

/** Which timers Longhaul is given, and how long things may take with them on a slow machine. */
enum Pace {
    FASTEST(Duration.ofSeconds(30), Duration.ofSeconds(150)) {
        @Override
        Stage onto(Stage stage) {
            return stage.withFastestTimers();
        }
    },
    DEFAULTS(Duration.ofSeconds(90), Duration.ofSeconds(400)) {
        @Override
        Stage onto(Stage stage) {
            return stage;
        }
    };

    private final Duration recovery;
    private final Duration end;

    Pace(Duration recovery, Duration end) {
        this.recovery = recovery;
        this.end = end;
    }

    abstract Stage onto(Stage stage);

    /** After this, the next fault comes though the run has not got on. */
    Duration recovery() {
        return recovery;
    }

    /** After this, with everything whole again, a run that has not ended is stuck. */
    Duration end() {
        return end;
    }

    /** After this, board and outbox must have caught up. */
    Duration agreement() {
        return recovery.multipliedBy(2);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
