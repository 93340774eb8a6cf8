package io.longhaul.worker.rebuild;

import java.time.Duration;
import java.util.function.Supplier;

/** What a rebuild asks of its worker. Safe for use by many threads. */
public interface Guard {

    /** Whether the worker may act: it can say that it lives. */
    boolean mayAct();

    /** Whether nothing else is asked of the run, and the worker is not to end. */
    boolean goesOn();

    /** Whether the worker is to end. */
    boolean isEnding();

    /** Waits so long, or until the worker is to end. */
    void await(Duration atMost) throws InterruptedException;

    /** Asks the store, however long that is away. */
    <T> T patiently(Supplier<T> question) throws InterruptedException;
}
