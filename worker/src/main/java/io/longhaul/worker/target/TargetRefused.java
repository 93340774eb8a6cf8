package io.longhaul.worker.target;

import io.longhaul.common.run.Failure;

/** A target did not answer a read, or answered with an error. */
public final class TargetRefused extends RuntimeException {

    private final transient Failure failure;

    public TargetRefused(Failure failure, Throwable cause) {
        super(failure.toString(), cause);
        this.failure = failure;
    }

    public TargetRefused(Failure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
