package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The transaction that answers one try to claim a run. */
final class Claiming {

    private static final RunRow RUN = new RunRow();

    private final Handle handle;
    private final RunId run;
    private final int dispatch;
    private final Claimant claimant;

    Claiming(Handle handle, RunId run, int dispatch, Claimant claimant) {
        this.handle = handle;
        this.run = run;
        this.dispatch = dispatch;
        this.claimant = claimant;
    }

    /** Empty when what stood in the way has gone: try again. */
    Optional<Claim> answer() {
        Optional<Run> claimed = claimed();
        if (claimed.isEmpty()) {
            return whyNot();
        }
        Hold hold = new Hold(run, claimed.get().epoch(), claimant.worker());
        EventTable.tell(handle, hold, "claimed", "claimed by %s, epoch %s".formatted(hold.worker(), hold.epoch()));
        return Optional.of(new Claim.Claimed(hold, claimed.get()));
    }

    private Optional<Run> claimed() {
        return handle.createQuery("""
                        UPDATE run
                           SET state = 'STARTING', epoch = epoch + 1, sequence = sequence + 1, slot = 'only',
                               worker = :worker, heartbeat = make_interval(secs => :heartbeat),
                               dead_after = make_interval(secs => :deadAfter), reason = NULL,
                               changed_at = now(), beat_at = now(), started_at = coalesce(started_at, now()),
                               finished_at = NULL
                         WHERE id = :run AND state = 'QUEUED' AND dispatch = :dispatch AND checksum = :checksum
                           AND (not_before IS NULL OR not_before <= now())
                           AND NOT EXISTS (SELECT FROM run other WHERE other.slot = 'only' AND other.id <> :run)
                        RETURNING *""")
                .bind("run", run.value())
                .bind("dispatch", dispatch)
                .bind("checksum", claimant.checksum().value())
                .bind("worker", claimant.worker().value())
                .bind("heartbeat", claimant.heartbeat().toMillis() / 1000.0)
                .bind("deadAfter", claimant.deadAfter().toMillis() / 1000.0)
                .map(RUN)
                .findOne();
    }

    /** Empty when nothing stands in the way any more. */
    Optional<Claim> whyNot() {
        Optional<Run> found = JdbiRunStore.find(handle, run).filter(r -> r.dispatch() == dispatch);
        if (found.filter(r -> r.state() == RunState.STARTING && r.worker().equals(Optional.of(claimant.worker())))
                .isPresent()) {
            // Our own earlier claim, whose answer was lost. A worker has one run at a time, so it can be no other's.
            return Optional.of(new Claim.Claimed(new Hold(run, found.get().epoch(), claimant.worker()), found.get()));
        }
        if (found.filter(r -> r.state() == RunState.QUEUED).isEmpty()) {
            return Optional.of(new Claim.Stale());
        }
        if (!found.get().checksum().equals(claimant.checksum())) {
            OutboxTable.wakeTheNextAfter(handle, run);
            return Optional.of(new Claim.OtherDefinition());
        }
        return handle.createQuery("SELECT migration FROM run WHERE slot = 'only' AND id <> :run")
                .bind("run", run.value())
                .mapTo(String.class)
                .findOne()
                .<Claim>map(holder -> new Claim.Busy(new MigrationId(holder)))
                .or(this::tooEarly);
    }

    /** Woken before its back-off is over; the sweep, if nothing else, wakes it again. */
    private Optional<Claim> tooEarly() {
        return handle.createQuery("SELECT not_before > now() FROM run WHERE id = :run AND not_before IS NOT NULL")
                .bind("run", run.value())
                .mapTo(Boolean.class)
                .findOne()
                .filter(early -> early)
                .map(early -> new Claim.Stale());
    }
}
