package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Adds rows to table {@code error}, in the transaction of the change that they explain. */
final class ErrorTable {

    private ErrorTable() {}

    static void add(Handle handle, Hold hold, Optional<Long> attempt, Failure failure) {
        handle.createUpdate("""
                        INSERT INTO error (run, attempt, epoch, worker, source, code, message)
                        VALUES (:run, :attempt, :epoch, :worker, :source, :code, :message)""")
                .bind("run", hold.run().value())
                .bind("attempt", attempt.orElse(null))
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .bind("source", failure.source())
                .bind("code", failure.code())
                .bind("message", failure.message())
                .execute();
    }
}
