package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Choices;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.RunRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        Optional<Current> current = current();
        if (current.isEmpty()) {
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
        Choices choices = Choices.of(current.get().parameters(), request.parameters());
        return choices.problems().isEmpty()
                ? insert(current.get().checksum(), choices.values())
                : new Enqueued.WronglyChosen(request.migration(), choices.problems());
    }

    private Enqueued insert(String checksum, Map<String, String> parameters) {
        Run run = handle.createQuery("""
                        INSERT INTO run (id, migration, checksum, state, direction, wish, parameters, key, asked_by)
                        VALUES (:id, :migration, :checksum, 'QUEUED', 'FORWARD', 'RUN', CAST(:parameters AS jsonb), :key, :askedBy)
                        RETURNING *""")
                .bind("id", RunTable.unusedId(handle).value())
                .bind("migration", request.migration().value())
                .bind("checksum", checksum)
                .bind("parameters", Json.write(parameters))
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

    /** In the same transaction as the run, so that its parameters are those of the definition it was asked for with. */
    private Optional<Current> current() {
        return handle.createQuery("""
                        SELECT m.checksum, d.parameters
                          FROM migration m JOIN definition d ON d.migration = m.id AND d.checksum = m.checksum
                         WHERE m.id = :migration""")
                .bind("migration", request.migration().value())
                .map((row, context) ->
                        new Current(row.getString("checksum"), Json.readParameters(row.getString("parameters"))))
                .findOne();
    }

    /** The definition that was registered last. */
    private record Current(String checksum, List<Parameter> parameters) {}
}
