package io.longhaul.worker.prove;

import java.util.List;

/** There will be no proof: what was given will not do. Each reason is a sentence. */
public final class Refused extends RuntimeException {

    private final transient List<String> reasons;

    public Refused(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = List.copyOf(reasons);
    }

    Refused(String reason) {
        this(List.of(reason));
    }

    public List<String> reasons() {
        return reasons;
    }
}
