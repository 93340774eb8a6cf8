package io.longhaul.worker.run;

import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.run.Failure;
import java.util.Optional;

/** What the looks at one healthcheck have come to: a pure decision. For one thread. */
final class HealthRecord {

    private final Healthcheck healthcheck;
    private int unanswered;

    HealthRecord(Healthcheck healthcheck) {
        this.healthcheck = healthcheck;
    }

    /** It said yes. */
    void well() {
        unanswered = 0;
    }

    /** It said no. */
    Ailment unwell(Failure failure) {
        unanswered = 0;
        return new Ailment(failure, healthcheck.onFailure());
    }

    /** It took too long, or was an error; a failure once it has been so often enough in a row. */
    Optional<Ailment> unanswered(Failure why) {
        unanswered++;
        return unanswered < healthcheck.errors()
                ? Optional.empty()
                : Optional.of(new Ailment(
                        new Failure(
                                "check",
                                "healthcheck",
                                "healthcheck has had no answer %d times in a row: %s".formatted(unanswered, why)),
                        healthcheck.onFailure()));
    }
}
