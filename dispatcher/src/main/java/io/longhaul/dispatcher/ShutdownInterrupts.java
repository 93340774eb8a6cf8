package io.longhaul.dispatcher;

import io.longhaul.dispatcher.cli.ExitCode;
import io.longhaul.dispatcher.cli.Interrupts;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Ctrl-C and SIGTERM as the JVM tells of them: by running shutdown hooks. */
final class ShutdownInterrupts implements Interrupts {

    private static final Duration BOUND = Duration.ofMillis(1500);

    private @Nullable Thread hook;

    @Override
    public synchronized void meanwhile(Runnable lastAct, ExitCode code) {
        usual();
        Thread added = new Thread(() -> end(lastAct, code), "longhaul-end");
        Runtime.getRuntime().addShutdownHook(added);
        hook = added;
    }

    @Override
    public synchronized void usual() {
        Thread added = hook;
        hook = null;
        try {
            if (added != null) {
                Runtime.getRuntime().removeShutdownHook(added);
            }
        } catch (IllegalStateException endingAlready) {
            // The hook runs and will end the program.
            return;
        }
    }

    private static void end(Runnable lastAct, ExitCode code) {
        try {
            CompletableFuture.runAsync(lastAct).get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException notDone) {
            // It was a courtesy; nobody relies on it.
        } finally {
            // The JVM's own end after a signal has a code of its own: 128 and the signal's number.
            Runtime.getRuntime().halt(code.number());
        }
    }
}
