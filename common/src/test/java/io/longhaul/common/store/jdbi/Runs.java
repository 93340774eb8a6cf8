package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Intent;
import io.longhaul.common.store.Permit;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.Takeovers.Owned;
import io.longhaul.common.store.Takeovers.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Brings runs to where a test begins, through the store's own ports, and looks behind them. */
final class Runs {

    static final WorkerId WORKER = new WorkerId("w-1");

    static final By ALICE = new By("alice@desk", "disk alarm");
    static final By BOB = new By("bob@here", "");

    static final Failure LOST = new Failure("longhaul", "worker-lost", "worker w-1 was silent for 15 s");
    static final Verdict AT_ONCE = new Verdict.Queue(Direction.FORWARD, Duration.ZERO);

    private final JdbiStore store;
    private final Jdbi sql;

    Runs(JdbiStore store, Jdbi sql) {
        this.store = store;
        this.sql = sql;
    }

    static Definition definition(String id, String source) {
        Migration migration =
                new Migration(new MigrationId(id), "About " + id, Optional.empty(), List.of(), List.of(operation()));
        return new Definition(migration, Checksum.of(source), source);
    }

    static Plan plan(Definition definition) {
        return new Plan(
                definition.migration().id(),
                definition.checksum(),
                List.of(planned(1, "copy"), planned(2, "exchange")));
    }

    private static PlannedOperation planned(int index, String name) {
        return new PlannedOperation(index, name, "SELECT " + index, Map.of(), List.of(), Optional.empty(), 10);
    }

    static Claimant claimant(WorkerId worker, Run run) {
        return new Claimant(worker, run.checksum(), Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    static RunRequest request(String migration) {
        return new RunRequest(new MigrationId(migration), Map.of(), "alice", Optional.empty());
    }

    static RunRequest request(String migration, String key) {
        return new RunRequest(new MigrationId(migration), Map.of(), "alice", Optional.of(key));
    }

    static Intent intent(Hold hold, int operation, int chunk) {
        QueryId query = QueryId.of(hold.run(), operation, chunk, hold.epoch());
        return new Intent(operation, chunk, Direction.FORWARD, query, "SELECT 1");
    }

    /** Registers migrations, each with its id as its source. */
    void register(String... ids) {
        arrive(WORKER);
        store.catalog()
                .register(
                        WORKER,
                        List.of(ids).stream().map(id -> definition(id, id)).toList());
    }

    void arrive(WorkerId worker) {
        store.presence().arrive(new Presence.Member(worker.value(), Presence.Kind.WORKER, "db2", 4711));
    }

    /** Registers a migration and asks for a run of it. */
    Run queued(String migration) {
        register(migration);
        return asked(request(migration));
    }

    Run asked(RunRequest request) {
        if (store.runs().enqueue(request) instanceof Enqueued.New asked) {
            return asked.run();
        }
        throw new AssertionError("not a new run");
    }

    /** Registers a migration, asks for a run of it and claims that. */
    Hold claimed(String migration) {
        return claim(queued(migration), WORKER);
    }

    Hold claim(Run run, WorkerId worker) {
        if (store.runs().claim(run.id(), run.dispatch(), claimant(worker, run)) instanceof Claim.Claimed claimed) {
            return claimed.hold();
        }
        throw new AssertionError("not claimed");
    }

    /** The same, and its plan is frozen. */
    Hold running(String migration) {
        Hold hold = claimed(migration);
        if (!store.runs().begin(hold, plan(definition(migration, migration)), Direction.FORWARD)) {
            throw new AssertionError("fenced");
        }
        return hold;
    }

    /** A statement of this run that is about to be sent. */
    long attempt(Hold hold, int operation, int chunk) {
        if (store.journal().intend(hold, intent(hold, operation, chunk)) instanceof Permit.Granted granted) {
            return granted.attempt();
        }
        throw new AssertionError("not granted");
    }

    Run find(Hold hold) {
        return find(hold.run());
    }

    Run find(RunId run) {
        return store.runs().find(run).orElseThrow();
    }

    /** The one run that is in a worker's hand. */
    Owned owned() {
        List<Owned> owned = store.takeovers().owned();
        assertThat(owned).hasSize(1);
        return owned.get(0);
    }

    /** Takes over the one run that is in a worker's hand, to go on at once. */
    void reap() {
        assertThat(store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1")).isTrue();
    }

    /** What a takeover does to the row of a run, whatever else there is. */
    void takeOver(RunId run) {
        sql.useHandle(handle -> handle.execute(TAKEOVER, run.value()));
    }

    static final String TAKEOVER = """
            UPDATE run SET state = 'QUEUED', epoch = epoch + 1, sequence = sequence + 1, dispatch = dispatch + 1,
                           worker = NULL, changed_at = now()
             WHERE id = ?""";

    void wish(RunId run, String wish) {
        sql.useHandle(handle -> handle.execute("UPDATE run SET wish = ? WHERE id = ?", wish, run.value()));
    }

    /** All that is stored about a run, as text. */
    String everything(RunId run) {
        return String.join(
                "\n",
                rows("SELECT CAST(r AS text) FROM run r WHERE id = ?", run),
                rows("SELECT CAST(p AS text) FROM plan p WHERE run = ?", run),
                rows("SELECT CAST(a AS text) FROM attempt a WHERE run = ? ORDER BY id", run),
                rows("SELECT CAST(e AS text) FROM error e WHERE run = ? ORDER BY id", run),
                rows("SELECT CAST(e AS text) FROM event e WHERE run = ? ORDER BY id", run),
                rows("SELECT CAST(o AS text) FROM outbox o WHERE run = ? ORDER BY id", run));
    }

    /** Kinds of the run's events, oldest first. */
    List<String> story(RunId run) {
        return store.events().of(run).stream().map(event -> event.kind()).toList();
    }

    /** How many wake-ups of the run were ever stored. */
    long wakeUps(RunId run) {
        return sql.withHandle(handle -> handle.select("SELECT count(*) FROM outbox WHERE run = ?", run.value())
                .mapTo(Long.class)
                .one());
    }

    private String rows(String query, RunId run) {
        return sql.withHandle(handle -> String.join(
                "\n", handle.select(query, run.value()).mapTo(String.class).list()));
    }

    private static SqlOperation operation() {
        return new SqlOperation("copy", List.of("SELECT 1"), Optional.empty(), List.of(), Optional.empty());
    }
}
