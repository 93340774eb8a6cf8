package io.longhaul.worker.rebuild;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A guard that acts and goes on by rules of its own, and leaves all else to another. */
record OtherRules(Guard other, BooleanSupplier acts, BooleanSupplier goes) implements Guard {

    @Override
    public boolean mayAct() {
        return acts.getAsBoolean();
    }

    @Override
    public boolean goesOn() {
        return goes.getAsBoolean();
    }

    @Override
    public boolean isEnding() {
        return other.isEnding();
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        other.await(atMost);
    }

    @Override
    public <T> T patiently(Supplier<T> question) throws InterruptedException {
        return other.patiently(question);
    }
}
