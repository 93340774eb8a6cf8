package io.longhaul.worker.target;

import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.report.TargetReport;
import io.longhaul.common.report.TargetReport.DiskReport;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Looks how a target is: whether it answers, what it is, what room it has. Never throws for the target's sake. */
public final class Examination {

    private final String name;
    private final String identity;
    private final Function<Target, List<DiskReport>> disks;
    private final Target target;
    private final String address;
    private final Clock clock;

    /**
     * An examination.
     *
     * @param name of the kind of database
     * @param identity a query for its {@code version}, and for {@code now} in milliseconds since 1970
     * @param disks what room there is, as far as it says
     * @param target that cannot change anything
     * @param address host and port, for people
     * @param clock with which the server's is compared
     */
    public Examination(
            String name,
            String identity,
            Function<Target, List<DiskReport>> disks,
            Target target,
            String address,
            Clock clock) {
        this.name = name;
        this.identity = identity;
        this.disks = disks;
        this.target = target;
        this.address = address;
        this.clock = clock;
    }

    public TargetReport report() {
        try {
            // The first statement connects, which takes long; only then is the time worth measuring.
            identity();
            ClockOffset.Measured<Map<String, String>> said =
                    ClockOffset.measure(clock, this::identity, Examination::now);
            return new TargetReport(
                    name,
                    address,
                    Optional.empty(),
                    Optional.ofNullable(said.answer().get("version")),
                    said.offset().ahead().toMillis(),
                    disks.apply(target));
        } catch (TargetRefused unanswered) {
            return TargetReport.unanswered(name, address, unanswered.failure().message());
        }
    }

    private Map<String, String> identity() {
        return target.rows(identity, Map.of()).get(0);
    }

    private static Instant now(Map<String, String> identity) {
        return Instant.ofEpochMilli(Long.parseLong(identity.getOrDefault("now", "0")));
    }
}
