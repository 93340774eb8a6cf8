package io.longhaul.worker.target.java;

import io.longhaul.common.config.Durations;
import io.longhaul.common.migration.Condition;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks conditions that have so long for their answer. Nothing can end a function that hangs: it is told to, and left
 * alone on its thread. It is not asked again before that thread has come to its end, lest they become many.
 */
final class InTime {

    private final Duration timeout;
    private final Map<String, Thread> late = new ConcurrentHashMap<>();

    InTime(Duration timeout) {
        this.timeout = timeout;
    }

    /** What it answers, or throws; {@link TargetRefused} where it does neither in time. */
    boolean holds(String name, Condition condition, JavaLook look) throws Exception {
        Thread earlier = late.get(name);
        if (earlier != null && earlier.isAlive()) {
            throw refused("condition '%s' has not come back since it was asked last".formatted(name));
        }
        FutureTask<Boolean> asked = new FutureTask<>(() -> condition.holds(look));
        Thread thread = new Thread(asked, "longhaul-condition");
        thread.setDaemon(true);
        thread.start();
        try {
            return asked.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException over) {
            late.put(name, thread);
            giveUp(asked, look);
            throw refused("condition '%s' has given no answer within %s".formatted(name, Durations.text(timeout)));
        } catch (InterruptedException ended) {
            giveUp(asked, look);
            Thread.currentThread().interrupt();
            throw refused("condition '%s' was not waited for".formatted(name));
        } catch (ExecutionException wrapped) {
            throw thrown(wrapped);
        }
    }

    private static void giveUp(FutureTask<Boolean> asked, JavaLook look) {
        look.end();
        asked.cancel(true);
    }

    private static Exception thrown(ExecutionException wrapped) {
        if (wrapped.getCause() instanceof Error error) {
            throw error;
        }
        return wrapped.getCause() instanceof Exception exception ? exception : wrapped;
    }

    private static TargetRefused refused(String why) {
        return new TargetRefused(new Failure(JavaTarget.SOURCE, "timeout", why));
    }
}
