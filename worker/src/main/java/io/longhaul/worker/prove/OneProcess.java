package io.longhaul.worker.prove;

import io.longhaul.common.lease.Lock;
import io.longhaul.common.run.Hold;
import java.util.Optional;

/** The lock where all workers are one after another in this process: it is always free for the next. */
final class OneProcess implements Lock {

    @Override
    public Answer take(Hold hold) {
        return Answer.HELD;
    }

    @Override
    public void release() {}

    @Override
    public Optional<Hold> owner() {
        return Optional.empty();
    }

    @Override
    public boolean force(Hold owner) {
        return true;
    }
}
