package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.RunStore;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The runs in table {@code run}, with {@code plan}. */
final class JdbiRunStore implements RunStore {

    private static final RunRow RUN = new RunRow();
    private static final int MOST_TRIES = 5;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final Duration deadAfter;

    JdbiRunStore(Database database, Duration deadAfter) {
        this.database = database;
        this.deadAfter = deadAfter;
    }

    @Override
    public Enqueued enqueue(RunRequest request) {
        return database.together(handle -> new Enqueueing(handle, request, deadAfter).answer());
    }

    @Override
    public Optional<Run> find(RunId run) {
        return database.with(handle -> find(handle, run));
    }

    @Override
    public Optional<Run> newest(MigrationId migration) {
        return database.with(handle -> RunTable.newest(handle, migration));
    }

    @Override
    public Claim claim(RunId run, int dispatch, Claimant claimant) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<Claim> answer = tryToClaim(run, dispatch, claimant);
            if (answer.isPresent()) {
                return answer.get();
            }
            // The slot was taken when we tried and free when we looked by whom: another run has come on meanwhile.
        }
        // Runs come and go faster than we can look. The sweep wakes this one when it is quiet.
        return new Claim.Stale();
    }

    @Override
    public boolean passOver(RunId run) {
        return database.with(handle -> OutboxTable.wakeTheNextAfter(handle, run) == 1);
    }

    private Optional<Claim> tryToClaim(RunId run, int dispatch, Claimant claimant) {
        try {
            return database.together(handle -> new Claiming(handle, run, dispatch, claimant).answer());
        } catch (JdbiException failed) {
            if (Database.sqlState(failed).filter(UNIQUE_VIOLATION::equals).isPresent()) {
                // Another run took the slot between our look and our update; the unique index told us.
                return database.with(handle -> new Claiming(handle, run, dispatch, claimant).whyNot());
            }
            throw failed;
        }
    }

    @Override
    public boolean explain(Hold hold, String reason) {
        return explained(hold, Optional.of(reason));
    }

    @Override
    public boolean goesOn(Hold hold) {
        return explained(hold, Optional.empty());
    }

    private boolean explained(Hold hold, Optional<String> reason) {
        return database.with(handle -> handle.createUpdate("""
                                UPDATE run SET reason = :reason, sequence = sequence + 1
                                 WHERE id = :run AND epoch = :epoch AND worker = :worker
                                   AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')""")
                        .bind("reason", reason.orElse(null))
                        .bind("run", hold.run().value())
                        .bind("epoch", hold.epoch().value())
                        .bind("worker", hold.worker().value())
                        .execute()
                == 1);
    }

    @Override
    public boolean begin(Hold hold, Plan plan, Direction direction) {
        RunState begun = direction == Direction.FORWARD ? RunState.RUNNING : RunState.ROLLING_BACK;
        return database.together(handle -> {
            boolean ours = handle.createUpdate("""
                                    UPDATE run SET state = :state, sequence = sequence + 1, changed_at = now(), reason = NULL
                                     WHERE id = :run AND epoch = :epoch AND worker = :worker
                                       AND state = 'STARTING' AND direction = :direction""")
                            .bind("state", begun.name())
                            .bind("direction", direction.name())
                            .bind("run", hold.run().value())
                            .bind("epoch", hold.epoch().value())
                            .bind("worker", hold.worker().value())
                            .execute()
                    == 1;
            if (!ours) {
                return isIn(begun, handle, hold);
            }
            // A run that starts again keeps the plan that was frozen at its first start.
            handle.createUpdate("""
                            INSERT INTO plan (run, document) VALUES (:run, CAST(:document AS jsonb))
                            ON CONFLICT (run) DO NOTHING""")
                    .bind("run", hold.run().value())
                    .bind("document", Json.write(plan))
                    .execute();
            EventTable.tell(
                    handle,
                    hold,
                    "began",
                    "%s; %d operations"
                            .formatted(begun.words(), plan.operations().size()));
            return true;
        });
    }

    @Override
    public Optional<Plan> plan(RunId run) {
        return database.with(handle -> handle.createQuery("SELECT document FROM plan WHERE run = :run")
                .bind("run", run.value())
                .mapTo(String.class)
                .findOne()
                .map(Json::readPlan));
    }

    @Override
    public void reached(Hold hold, Progress progress) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE run SET progress = CAST(:progress AS jsonb)
                         WHERE id = :run AND epoch = :epoch AND worker = :worker
                           AND state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')""")
                .bind("progress", Json.write(progress))
                .bind("run", hold.run().value())
                .bind("epoch", hold.epoch().value())
                .bind("worker", hold.worker().value())
                .execute());
    }

    @Override
    public boolean leave(Hold hold, Leaving leaving) {
        return database.together(handle -> new Departure(handle, hold).take(leaving));
    }

    /** An earlier try whose answer was lost has brought it there already. */
    static boolean isIn(RunState state, Handle handle, Hold hold) {
        return find(handle, hold.run())
                .filter(run -> run.state() == state
                        && run.epoch().equals(hold.epoch())
                        && run.worker().equals(Optional.of(hold.worker())))
                .isPresent();
    }

    static Optional<Run> find(Handle handle, RunId run) {
        return handle.createQuery("SELECT * FROM run WHERE id = :run")
                .bind("run", run.value())
                .map(RUN)
                .findOne();
    }
}
