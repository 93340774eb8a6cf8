package io.longhaul.worker.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says that this worker is to end; waiting on it is how the worker waits for anything. Safe for use by many threads.
 */
public final class StopSignal {

    private final CountDownLatch given = new CountDownLatch(1);

    public void give() {
        given.countDown();
    }

    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits so long, or until the signal is given; returns whether it is. */
    public boolean await(Duration atMost) throws InterruptedException {
        return given.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }
}
