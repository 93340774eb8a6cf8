package io.longhaul.local.stack;

import java.nio.file.Path;
import java.util.Optional;

/** One line of the stack: a service or one of our programs. */
interface Part {

    String name();

    /** Starts it if it is not running; returns when it is ready. */
    void start();

    /** Asks it to end, and ends it by force when it does not. */
    void stop();

    State state();

    Optional<Long> pid();

    /** Where clients connect; our programs have no such place. */
    Optional<String> url();

    Path log();

    /** What a look at it shows. */
    enum State {
        UP,
        /** It runs and does not answer. */
        SILENT,
        DOWN
    }
}
