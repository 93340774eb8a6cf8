package io.longhaul.worker.run;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Wish;
import java.time.Duration;
import java.util.Optional;

/** What came of one statement. */
sealed interface Step {

    /** Carried out, and verified. */
    record Done() implements Step {}

    /** It did not work; the journal has the error, and after how long it is tried again where that may help. */
    record Failed(Failure failure, Optional<Duration> again) implements Step {}

    /** The connection was lost: nobody knows. */
    record Lost(Failure failure) implements Step {}

    /** It was not sent, or it was killed, because something else is asked of the run. */
    record Withheld(Wish wish) implements Step {}

    /** It was not sent, or it was killed, because a healthcheck failed. */
    record Unwell(Ailment ailment) implements Step {}

    /** It was not sent because the worker ends. */
    record Interrupted() implements Step {}
}
