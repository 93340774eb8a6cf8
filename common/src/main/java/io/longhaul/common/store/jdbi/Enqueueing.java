package io.longhaul.common.store.jdbi;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.RunRequest;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The transaction that answers one request for a run. */
final class Enqueueing {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final RunRequest request;
    private final Duration deadAfter;

    Enqueueing(Handle handle, RunRequest request, Duration deadAfter) {
        this.handle = handle;
        this.request = request;
        this.deadAfter = deadAfter;
    }

    Enqueued answer() {
        RunTable.oneAtATime(handle);
        Optional<Run> known = request.key().flatMap(this::byKey);
        if (known.isPresent()) {
            Run run = known.get();
            return run.migration().equals(request.migration()) ? new Enqueued.Known(run) : new Enqueued.KeyTaken(run);
        }
        Optional<String> checksum = checksum();
        if (checksum.isEmpty()) {
            return new Enqueued.Unregistered(request.migration());
        }
        Optional<Run> newest = RunTable.newest(handle, request.migration());
        if (newest.isPresent() && !newest.get().state().isOver()) {
            return new Enqueued.Unfinished(newest.get());
        }
        if (newest.isPresent() && newest.get().state() == RunState.SUCCEEDED) {
            return new Enqueued.Done(newest.get());
        }
        if (ShippedTable.read(handle, deadAfter).of(request.migration()).isRetired()) {
            return new Enqueued.Retired(request.migration());
        }
        return insert(checksum.get());
    }

    private Enqueued insert(String checksum) {
        Run run = handle.createQuery("""
                        INSERT INTO run (id, migration, checksum, state, direction, wish, parameters, key, asked_by)
                        VALUES (:id, :migration, :checksum, 'QUEUED', 'FORWARD', 'RUN', CAST(:parameters AS jsonb), :key, :askedBy)
                        RETURNING *""")
                .bind("id", RunTable.unusedId(handle).value())
                .bind("migration", request.migration().value())
                .bind("checksum", checksum)
                .bind("parameters", Json.write(request.parameters()))
                .bind("key", request.key().orElse(null))
                .bind("askedBy", request.askedBy())
                .map(RUN)
                .one();
        EventTable.tell(handle, run.id(), 0, request.askedBy(), "asked", "asked for by " + request.askedBy());
        return new Enqueued.New(run, OutboxTable.add(handle, run.id(), run.dispatch()));
    }

    private Optional<Run> byKey(String key) {
        return handle.createQuery("SELECT * FROM run WHERE key = :key")
                .bind("key", key)
                .map(RUN)
                .findOne();
    }

    private Optional<String> checksum() {
        return handle.createQuery("SELECT checksum FROM migration WHERE id = :migration")
                .bind("migration", request.migration().value())
                .mapTo(String.class)
                .findOne();
    }
}
