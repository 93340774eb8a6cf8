package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Lock;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.lease.redisson.RedissonLock;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.Takeovers.Verdict;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

@Timeout(60)
@Tag("slow")
class LockWaitIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS);

    private static final Timers TIMERS = Timers.FASTEST;
    private static final MigrationId MIGRATION = new MigrationId("0001_a");
    private static final WorkerId LATE = new WorkerId("w-late");
    private static final WorkerId NEXT = new WorkerId("w-next");

    private final StopSignal stop = new StopSignal();
    private JdbiStore store;
    private RedissonConnection here;
    private RedissonConnection there;
    private Lock ours;
    private Lock theirs;
    private LockWait wait;

    @BeforeEach
    void open() {
        store = JdbiStore.pooled(
                ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql")), TIMERS, "longhaul test");
        store.migrate();
        ServiceUrl redis = ServiceUrl.parse(services.freshRedisUrl(), List.of("redis"));
        here = new RedissonConnection(redis, TIMERS, System::nanoTime);
        there = new RedissonConnection(redis, TIMERS, System::nanoTime);
        ours = new RedissonLock(here);
        theirs = new RedissonLock(there);
        Reachability postgres =
                new Reachability("postgresql", "waiting", LoggerFactory.getLogger(LockWaitIT.class), System::nanoTime);
        wait = new LockWait(
                ours,
                TIMERS.lockLease(),
                store.runs(),
                store.events(),
                new Patience(stop, postgres),
                stop,
                System::nanoTime);
    }

    @AfterEach
    void close() {
        stop.give();
        here.close();
        there.close();
        store.close();
    }

    @Test
    void aLockWhoseOwnersEpochIsOverIsForcedAfterItsLeaseAndTheStoryTellsIt() throws Exception {
        Hold late = claimed(asked(), LATE);
        assertThat(theirs.take(late)).isEqualTo(Lock.Answer.HELD);
        takeOver();
        Hold next = claimed(run(late), NEXT);
        long before = System.nanoTime();

        assertThat(wait.await(next)).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(TIMERS.lockLease());
        assertThat(ours.owner()).contains(next);
        assertThat(theirs.take(late)).as("its owner lives and asks again").isEqualTo(Lock.Answer.TAKEN);
        assertThat(store.events().of(late.run())).last().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("lock-forced");
            assertThat(event.epoch()).isEqualTo(next.epoch().value());
            assertThat(event.actor()).contains("w-next");
            assertThat(event.text())
                    .isEqualTo("the lock was taken from w-late, whose epoch 1 of run %s is over"
                            .formatted(late.run().brief()));
        });
        assertThat(run(late).reason()).contains("waiting for the lock in Redis, which another worker holds");
    }

    @Test
    void aLockOfARunThatHasEndedIsForcedToo() throws Exception {
        Hold late = claimed(asked(), LATE);
        assertThat(theirs.take(late)).isEqualTo(Lock.Answer.HELD);
        store.runs().leave(late, Leaving.Ended.in(RunState.REFUSED));
        Hold next = claimed(asked(), NEXT);

        assertThat(wait.await(next)).isTrue();
        assertThat(store.events().of(next.run()))
                .last()
                .matches(event -> event.kind().equals("lock-forced"));
    }

    @Test
    void aLockIsNeverForcedFromAnOwnerWhoseEpochIsCurrent() throws Exception {
        Hold current = claimed(asked(), LATE);
        assertThat(theirs.take(current)).isEqualTo(Lock.Answer.HELD);

        assertThatNobodyForces(current);
        assertThat(theirs.owner()).contains(current);
    }

    @Test
    void aLockOfARunThatIsNotKnownHereIsAnotherInstallationsAndStaysSo() throws Exception {
        Hold foreign = new Hold(RunId.random(), new Epoch(1), LATE);
        assertThat(theirs.take(foreign)).isEqualTo(Lock.Answer.HELD);

        assertThatNobodyForces(claimed(asked(), NEXT));
        assertThat(theirs.owner()).contains(foreign);
    }

    private void assertThatNobodyForces(Hold waiting) throws Exception {
        CompletableFuture<Boolean> awaited = CompletableFuture.supplyAsync(() -> awaited(waiting));
        assertThat(stop.await(TIMERS.lockLease().multipliedBy(2))).isFalse();
        assertThat(awaited).isNotDone();
        stop.give();
        assertThat(awaited.get()).isFalse();
        assertThat(store.events().of(waiting.run()))
                .noneMatch(event -> event.kind().equals("lock-forced"));
    }

    private boolean awaited(Hold waiting) {
        try {
            return wait.await(waiting);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private Run asked() {
        store.presence().arrive(new Member("w-late", Kind.WORKER, "db2", 4711));
        SqlOperation operation =
                new SqlOperation("copy", List.of("SELECT 1"), Optional.empty(), List.of(), Optional.empty());
        Migration migration = new Migration(MIGRATION, "About it", Optional.empty(), List.of(), List.of(operation));
        store.catalog().register(LATE, List.of(new Definition(migration, Checksum.of("a"), "a")));
        Enqueued answer = store.runs().enqueue(new RunRequest(MIGRATION, Map.of(), "alice", Optional.empty()));
        return ((Enqueued.New) answer).run();
    }

    private Hold claimed(Run run, WorkerId worker) {
        Claimant claimant = new Claimant(worker, run.checksum(), TIMERS.heartbeat(), TIMERS.deadAfter());
        return ((Claim.Claimed) store.runs().claim(run.id(), run.dispatch(), claimant)).hold();
    }

    private void takeOver() {
        Verdict goesOn = new Verdict.Queue(Direction.FORWARD, Duration.ZERO);
        Failure lost = new Failure("longhaul", "worker-lost", "worker w-late was silent for 15 s");
        assertThat(store.takeovers().takeOver(store.takeovers().owned().get(0), goesOn, lost, "r-1"))
                .isTrue();
    }

    private Run run(Hold hold) {
        return store.runs().find(hold.run()).orElseThrow();
    }
}
