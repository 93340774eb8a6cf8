package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.lease.Lock;
import io.longhaul.common.lease.redisson.RedisUnanswered;
import io.longhaul.common.lease.redisson.RedissonLock;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The lock in Redis keeps a second worker from starting, and decides nothing else. */
@Tag("slow")
class LockTroubleIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final Hold SOMEBODY = new Hold(new RunId(UUID.randomUUID()), new Epoch(1), DeadWorker.ID);

    private Bench bench;
    private Lock another;

    @BeforeEach
    void open() {
        String clickHouse = services.freshClickHouseUrl();
        bench = new Bench(
                services.freshPostgresUrl(), services.freshRedisUrl(), clickHouse, clickHouse, Operations.nap());
        another = new RedissonLock(bench.redis);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void whileAnotherHoldsTheLockTheRunWaitsSaysSoAndStartsByItself() {
        assertThat(another.take(SOMEBODY)).isEqualTo(Lock.Answer.HELD);
        RunId run = bench.ask().id();
        CompletableFuture<Void> work = bench.carryOut(run);

        Bench.await()
                .until(() -> bench.find(run)
                        .reason()
                        .orElse("")
                        .equals("waiting for the lock in Redis, which another worker holds"));
        assertThat(bench.find(run).state()).isEqualTo(RunState.STARTING);
        another.release();

        work.join();
        assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aLockThatIsLostUnderAStatementStopsNothing() throws RedisUnanswered {
        RunId run = bench.ask().id();
        CompletableFuture<Void> work = bench.carryOut(run);
        bench.running(run, 1);

        bench.redis.ask(client -> client.getKeys().flushdbAsync());
        another.take(SOMEBODY);

        work.join();
        assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(bench.find(run).epoch().value()).isEqualTo(1);
        assertThat(bench.store.journal().attempts(run)).hasSize(1);
    }
}
