package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Outcome;

/** A statement of a rebuild has failed, or nobody knows what came of it; or the rebuild found that it cannot go on. */
final class Broken extends RuntimeException {

    private static final String OURS = "rebuild";

    private final transient Outcome outcome;
    private final transient Failure failure;

    private Broken(Outcome outcome, Failure failure) {
        super(failure.toString());
        this.outcome = outcome;
        this.failure = failure;
    }

    static Broken failed(Failure failure) {
        return new Broken(new Outcome.Failed(failure), failure);
    }

    static Broken lost(Failure failure) {
        return new Broken(new Outcome.Lost(failure), failure);
    }

    /** Whether the rebuild found it, and no statement failed. */
    boolean isOurs() {
        return failure.source().equals(OURS);
    }

    /** For a reason of the rebuild's own, which a person has to do something about. */
    static Broken because(String code, String why) {
        return failed(new Failure(OURS, code, why));
    }

    Outcome outcome() {
        return outcome;
    }

    Failure failure() {
        return failure;
    }
}
