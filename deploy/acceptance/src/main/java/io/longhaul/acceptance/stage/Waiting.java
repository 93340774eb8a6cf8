package io.longhaul.acceptance.stage;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** Looks again until something is so. */
public final class Waiting {

    private Waiting() {}

    /** Waits for what must come to pass, generously: the machine may be busy. What throws has not yet. */
    public static void until(Callable<Boolean> condition) {
        atMost(Duration.ofSeconds(90)).ignoreExceptions().until(condition);
    }

    /**
     * Whether it came to be so in time. Looks at once and in this thread, and lets each look take as long as it does;
     * what throws such an exception is not so yet.
     */
    public static boolean within(Duration time, Predicate<Throwable> notYet, Callable<Boolean> condition)
            throws InterruptedException {
        try {
            atMost(time)
                    .pollDelay(Duration.ZERO)
                    .pollInSameThread()
                    .dontCatchUncaughtExceptions()
                    .ignoreExceptionsMatching(notYet)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    private static ConditionFactory atMost(Duration time) {
        return Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(100));
    }
}
