package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Run;
import io.longhaul.common.store.Shipping;
import io.longhaul.common.store.Shipping.Availability;
import java.util.Optional;

/** Whether there is a worker that could carry a run out, as a sentence where there is none. */
final class Supply {

    private Supply() {}

    /** Of a run that waits for a worker or may be sent to one again; {@code id} is what its reader types. */
    static Optional<String> gap(Run run, Shipping shipping, String id) {
        boolean needsOne = switch (run.state()) {
            case QUEUED, PAUSED, FAILED, ROLLBACK_FAILED -> true;
            case STARTING, RUNNING, ROLLING_BACK -> false;
            case SUCCEEDED, ROLLED_BACK, REFUSED, NOT_REQUIRED, CANCELLED -> false;
        };
        return Optional.of(shipping.of(run.checksum()))
                .filter(availability -> needsOne)
                .flatMap(Supply::why)
                .map(why -> "no worker has %s as queued: %s".formatted(id, why));
    }

    /** The same, but only what no starting worker of the same kind will heal. */
    static Optional<String> mismatch(Run run, Shipping shipping, String id) {
        return shipping.of(run.checksum()) == Availability.NO_WORKER ? Optional.empty() : gap(run, shipping, id);
    }

    private static Optional<String> why(Availability availability) {
        return switch (availability) {
            case AVAILABLE -> Optional.empty();
            case OTHER_VERSION -> Optional.of("workers have another version of it");
            case RETIRED -> Optional.of("none ships it any more");
            case NO_WORKER -> Optional.of("none is up");
        };
    }
}
