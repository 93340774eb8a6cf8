package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Adds rows to table {@code error}, in the transaction of the change that they explain. */
final class ErrorTable {

    private ErrorTable() {}

    static void add(Handle handle, Hold hold, Optional<Long> attempt, Failure failure) {
        add(handle, hold, attempt, failure, Optional.empty());
    }

    /** {@code retriedAfter} is there where the error passes by itself. */
    static void add(
            Handle handle, Hold hold, Optional<Long> attempt, Failure failure, Optional<Duration> retriedAfter) {
        handle.createUpdate("""
                        INSERT INTO error (run, attempt, epoch, worker, source, code, message, retried_after)
                        VALUES (:run, :attempt, :epoch, :worker, :source, :code, :message,
                                make_interval(secs => CAST(:retriedAfter AS double precision)))""")
                .bind("run", hold.run().value())
                .bind("attempt", attempt.orElse(null))
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .bind("source", failure.source())
                .bind("code", failure.code())
                .bind("message", failure.message())
                .bind(
                        "retriedAfter",
                        retriedAfter.map(after -> after.toMillis() / 1000.0).orElse(null))
                .execute();
    }
}
