package io.longhaul.worker.run;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlanMaker;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.worker.cleanup.CleaningUp;
import io.longhaul.worker.rebuild.Guard;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.clickhouse.ClickHouseByHand;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What a worker consists of, on real services and without its process: one migration, one run at a time. */
public final class Bench implements AutoCloseable {

    public static final MigrationId MIGRATION = new MigrationId("0001_bench");

    public static final Timers TIMERS = Timers.FASTEST;

    public final JdbiStore store;
    final ClickHouseTarget target;
    final RedissonConnection redis;
    private final ClickHouseByHand byHand;
    public final StopSignal stop;
    public final Execution execution;
    public final Patience patience;
    Duration rollbackTimeout = Duration.ofDays(1);
    final DeadWorker dead = new DeadWorker(this);
    private final BenchTargets targets;
    private final BenchWorker own;
    private final Definition definition;
    public final WorkerId worker = new WorkerId("w-bench");

    /** The worker comes to ClickHouse by an address of its own, and does these operations. */
    public Bench(String postgres, String redisUrl, String clickHouse, String workersClickHouse, Operation... does) {
        this(postgres, redisUrl, clickHouse, workersClickHouse, wish -> wish, does);
    }

    /** The watch over statements hears of wishes by a way of its own. */
    Bench(
            String postgres,
            String redisUrl,
            String clickHouse,
            String workersClickHouse,
            Function<Supplier<Wish>, Supplier<Wish>> hearing,
            Operation... does) {
        this(
                postgres,
                redisUrl,
                clickHouse,
                workersClickHouse,
                hearing,
                new Migration(MIGRATION, "For a test", Optional.empty(), List.of(), List.of(does)));
    }

    Bench(
            String postgres,
            String redisUrl,
            String clickHouse,
            String workersClickHouse,
            Function<Supplier<Wish>, Supplier<Wish>> hearing,
            Migration migration) {
        this(postgres, redisUrl, clickHouse, workersClickHouse, Optional.empty(), hearing, migration, Functions.NONE);
    }

    /** The worker has a PostgreSQL database to work on, perhaps, and comes to it by this address; and functions. */
    Bench(
            String postgres,
            String redisUrl,
            String clickHouse,
            String workersClickHouse,
            Optional<String> workersPostgres,
            Function<Supplier<Wish>, Supplier<Wish>> hearing,
            Migration migration,
            Functions functions) {
        store = JdbiStore.pooled(ServiceUrl.parse(postgres, List.of("postgresql")), TIMERS, "bench");
        byHand = new ClickHouseByHand(clickHouse);
        target = byHand.target;
        ServiceUrl redisAt = ServiceUrl.parse(redisUrl, List.of("redis"));
        redis = new RedissonConnection(redisAt, TIMERS, System::nanoTime);
        targets = new BenchTargets(
                store,
                ServiceUrl.parse(workersClickHouse, List.of("http")),
                workersPostgres.map(url -> ServiceUrl.parse(url, List.of("postgresql"))),
                functions);
        definition = new Definition(migration, Checksum.of(migration.toString()), migration.toString());
        store.migrate();
        arrive(worker);
        arrive(DeadWorker.ID);
        store.catalog().register(worker, List.of(definition));
        own = new BenchWorker(store, redisAt, targets, hearing, () -> rollbackTimeout, member(worker));
        stop = own.stop;
        patience = own.patience;
        execution = own.execution;
    }

    /** What carries out built-in operations, on connections from there. */
    RebuildTarget rebuilding(ServiceUrl clickHouse, Supplier<Target> connections, Guard asking) {
        return targets.rebuilding(clickHouse, connections, asking);
    }

    /** What puts away what runs have left. */
    public CleaningUp cleaningUp() {
        return new CleaningUp(store.cleanUps(), targets.cleaningUp(own.guard), worker, patience);
    }

    private void arrive(WorkerId who) {
        store.presence().arrive(member(who));
    }

    private static Presence.Member member(WorkerId who) {
        return new Presence.Member(who.value(), Presence.Kind.WORKER, "here", 4711);
    }

    Run ask() {
        return ask(Map.of());
    }

    /** With values as somebody types them. */
    Run ask(Map<String, String> chosen) {
        if (store.runs().enqueue(new RunRequest(MIGRATION, chosen, "alice", Optional.empty()))
                instanceof Enqueued.New fresh) {
            return fresh.run();
        }
        throw new AssertionError("not a new run");
    }

    Claim.Claimed claim(RunId run, WorkerId by) {
        Claimant claimant = new Claimant(by, definition.checksum(), TIMERS.heartbeat(), TIMERS.deadAfter());
        if (store.runs().claim(run, find(run).dispatch(), claimant) instanceof Claim.Claimed claimed) {
            return claimed;
        }
        throw new AssertionError("not claimed");
    }

    /** The worker claims the run and carries it out; what is returned ends when it has let go of it. */
    CompletableFuture<Void> carryOut(RunId run) {
        Claim.Claimed claimed = claim(run, worker);
        return CompletableFuture.runAsync(() -> {
            try {
                execution.carryOut(claimed, definition);
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            }
        });
    }

    /** The same, until it neither goes on nor turns back by itself; how it stands then. */
    RunState carriedOut(RunId run) {
        do {
            carryOut(run).join();
        } while (find(run).state() == RunState.QUEUED);
        return find(run).state();
    }

    /** What the worker reaches an engine by. */
    Target ownTarget(Engine engine) {
        return own.targets.of(engine);
    }

    Plan plan() {
        return ((PlanMaker.Made) PlanMaker.make(definition, Map.of(), Map.of(1, List.of(Map.of("rows", "0"))))).plan();
    }

    public Run find(RunId run) {
        return store.runs().find(run).orElseThrow();
    }

    /** Does something to ClickHouse by hand. */
    void sql(String statement) {
        byHand.sql(statement);
    }

    /** The one value of a query on ClickHouse. */
    String value(String query) {
        return byHand.value(query);
    }

    /** Waits until a statement of this operation is running, in whatever epoch. */
    QueryId running(RunId run, int operation) {
        return running(target, run, operation);
    }

    /** The same of one of its statements. */
    QueryId running(RunId run, int operation, int chunk) {
        return running(target, "%s%d-%d-".formatted(QueryId.prefix(run), operation, chunk));
    }

    /** The same on another target. */
    static QueryId running(Target on, RunId run, int operation) {
        return running(on, "%s%d-".formatted(QueryId.prefix(run), operation));
    }

    private static QueryId running(Target on, String prefix) {
        return await().ignoreExceptionsInstanceOf(TargetRefused.class)
                .until(() -> on.running(prefix), found -> !found.isEmpty())
                .get(0);
    }

    public static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        own.close();
        byHand.close();
        redis.close();
        store.close();
    }
}
