package io.longhaul.worker.run;

import io.longhaul.worker.rebuild.Guard;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A worker that may always act, of which a test asks something. */
final class AskedGuard implements Guard {

    /** Something else than to go on with the run. */
    final AtomicBoolean asked = new AtomicBoolean();

    /** To end. */
    final AtomicBoolean ending = new AtomicBoolean();

    @Override
    public boolean mayAct() {
        return true;
    }

    @Override
    public boolean goesOn() {
        return !asked.get() && !isEnding();
    }

    @Override
    public boolean isEnding() {
        return ending.get();
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        Thread.sleep(atMost.toMillis());
    }

    @Override
    public <T> T patiently(Supplier<T> question) {
        return question.get();
    }
}
