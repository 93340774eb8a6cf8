package io.longhaul.worker.run;

import io.longhaul.common.run.Wish;
import io.longhaul.worker.rebuild.Guard;
import java.time.Duration;
import java.util.function.Supplier;

/** Lets what is built in act as long as this worker may, and nothing else is asked of its run. */
public final class WorkerGuard implements Guard {

    private final SelfFence fence;
    private final StopSignal stop;
    private final Supplier<Wish> wish;
    private final Patience patience;

    /** For the run in hand of which {@code wish} tells what is asked. */
    public WorkerGuard(SelfFence fence, StopSignal stop, Supplier<Wish> wish, Patience patience) {
        this.fence = fence;
        this.stop = stop;
        this.wish = wish;
        this.patience = patience;
    }

    @Override
    public boolean mayAct() {
        return fence.isOpen();
    }

    @Override
    public boolean goesOn() {
        return !isEnding() && wish.get() == Wish.RUN;
    }

    @Override
    public boolean isEnding() {
        return stop.isGiven();
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        stop.await(atMost);
    }

    @Override
    public <T> T patiently(Supplier<T> question) throws InterruptedException {
        return patience.ask(question);
    }
}
