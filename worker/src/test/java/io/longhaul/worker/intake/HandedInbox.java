package io.longhaul.worker.intake;

import io.longhaul.common.queue.Inbox;
import io.longhaul.common.queue.WakeUp;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Delivers what a test hands it, and counts what becomes of that. */
final class HandedInbox implements Inbox {

    private final BlockingQueue<WakeUp> handed = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger givenBack = new AtomicInteger();

    void hand(WakeUp wakeUp) {
        handed.add(wakeUp);
    }

    int asked() {
        return asked.get();
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int givenBack() {
        return givenBack.get();
    }

    @Override
    public Delivery next() throws InterruptedException {
        asked.incrementAndGet();
        WakeUp wakeUp = handed.take();
        return new Delivery() {
            @Override
            public WakeUp wakeUp() {
                return wakeUp;
            }

            @Override
            public void acknowledge() {
                acknowledged.incrementAndGet();
            }

            @Override
            public void giveBack() {
                givenBack.incrementAndGet();
            }
        };
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void close() {}
}
