package io.longhaul.worker.run;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Stall;
import io.longhaul.worker.target.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What looks at one statement in flight have found, and whether it gets on. Only rows count: a statement that hangs
 * grows older all the same. For one thread.
 */
final class Motion {

    private final QueryId query;
    private final Optional<Duration> usual;
    private final LongSupplier nanoTime;
    private long movedAt;
    private boolean hasMoved;
    private Rows rows = new Rows(0, 0);
    private @Nullable Long goneSince;
    private boolean answers = true;

    /** Of a statement that is sent now; {@code usual} is what an earlier one of the walk took. */
    Motion(QueryId query, Optional<Duration> usual, LongSupplier nanoTime) {
        this.query = query;
        this.usual = usual;
        this.nanoTime = nanoTime;
        this.movedAt = nanoTime.getAsLong();
    }

    /** The database answered; absent means that it does not know the statement. */
    void saw(Optional<Running> running) {
        answers = true;
        if (running.isEmpty()) {
            goneSince = goneSince == null ? (Long) nanoTime.getAsLong() : goneSince;
            return;
        }
        goneSince = null;
        Rows now = new Rows(running.get().readRows(), running.get().writtenRows());
        if (running.get().busy() || !now.equals(rows)) {
            rows = now;
            movedAt = nanoTime.getAsLong();
            hasMoved = true;
        }
    }

    /** The database did not answer: whether it knows the statement is not known, and no news counts as no motion. */
    void sawNothing() {
        answers = false;
    }

    Optional<Stall> stall() {
        return Stalls.of(new Stalls.Facts(
                query,
                since(movedAt),
                hasMoved,
                usual,
                Optional.ofNullable(goneSince).map(this::since),
                answers));
    }

    private Duration since(long then) {
        return Duration.ofNanos(nanoTime.getAsLong() - then);
    }

    private record Rows(long read, long written) {}
}
