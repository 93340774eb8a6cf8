package io.longhaul.common.lease.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Lock.Answer;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(90)
@Tag("slow")
class RedisOutageIT {

    private static final Hold HOLD = new Hold(RunId.random(), new Epoch(1), new WorkerId("w-1"));

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.REDIS);

    private static final Duration LEASE = Timers.FASTEST.lockLease();
    private static final Duration FAST = Duration.ofSeconds(3);
    private static final Duration BACK = Duration.ofSeconds(15);

    private ServiceUrl url;
    private RedissonConnection here;
    private RedissonConnection there;
    private RedissonLock ours;
    private RedissonLock theirs;

    @BeforeEach
    void open() {
        services.redis().start();
        url = ServiceUrl.parse(services.freshRedisUrl(), List.of("redis"));
        here = new RedissonConnection(url, Timers.FASTEST, System::nanoTime);
        there = new RedissonConnection(url, Timers.FASTEST, System::nanoTime);
        ours = new RedissonLock(here);
        theirs = new RedissonLock(there);
    }

    @AfterEach
    void close() {
        services.redis().thaw();
        here.close();
        there.close();
    }

    @Test
    void aRedisThatDiedIsUnreachableAtOnceAndTheLockIsTakenAgainWhenItIsBack() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        services.redis().kill();

        assertThat(fast(() -> ours.take(HOLD))).isEqualTo(Answer.UNREACHABLE);
        assertThat(fast(() -> ours.take(HOLD))).isEqualTo(Answer.UNREACHABLE);
        assertThat(fast(here::health).isWell()).isFalse();
        services.redis().start();

        await().atMost(BACK).until(() -> ours.take(HOLD) == Answer.HELD);
        assertThatItOutlivesItsLease();
        assertThat(here.health()).isEqualTo(new RedissonConnection.Health(true, "answers"));
    }

    @Test
    void aRedisThatIsAwayAtTheStartIsFoundWhenItComes() {
        services.redis().kill();
        try (RedissonConnection early = fast(this::connection)) {
            RedissonLock lock = new RedissonLock(early);

            assertThat(fast(() -> lock.take(HOLD))).isEqualTo(Answer.UNREACHABLE);
            assertThat(fast(early::health).detail()).startsWith("Connection refused");
            services.redis().start();

            await().atMost(BACK).until(() -> lock.take(HOLD) == Answer.HELD);
        }
    }

    @Test
    void aRedisThatIsFrozenAtTheStartIsFoundWhenItThaws() {
        services.redis().freeze();
        try (RedissonConnection early = fast(this::connection)) {
            RedissonLock lock = new RedissonLock(early);

            assertThat(fast(() -> lock.take(HOLD))).isEqualTo(Answer.UNREACHABLE);
            assertThat(fast(() -> lock.take(HOLD))).isEqualTo(Answer.UNREACHABLE);
            assertThat(fast(early::health)).isEqualTo(new RedissonConnection.Health(false, "no answer in time"));
            services.redis().thaw();

            await().atMost(BACK).until(() -> lock.take(HOLD) == Answer.HELD);
        }
    }

    @Test
    void aFrozenRedisIsUnreachableAndTheLockIsHeldAgainWhenItThaws() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        services.redis().freeze();

        assertThat(fast(() -> ours.take(HOLD))).isEqualTo(Answer.UNREACHABLE);
        assertThat(fast(() -> ours.take(HOLD))).isEqualTo(Answer.UNREACHABLE);
        services.redis().thaw();

        await().atMost(BACK).until(() -> ours.take(HOLD) == Answer.HELD);
        assertThatItOutlivesItsLease();
    }

    @Test
    void aTryWithoutAnswerDoesNotKeepTheLockFromOthers() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        ours.release();
        services.redis().freeze();
        assertThat(fast(() -> ours.take(HOLD))).isEqualTo(Answer.UNREACHABLE);

        services.redis().thaw();

        await().atMost(LEASE.plus(FAST)).until(() -> theirs.take(HOLD) == Answer.HELD);
        await().during(LEASE).atMost(LEASE.multipliedBy(2)).until(() -> ours.take(HOLD) == Answer.TAKEN);
    }

    @Test
    void aLockGivenBackToAFrozenRedisIsFreeAfterItsLease() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        services.redis().freeze();
        fast(() -> {
            ours.release();
            return true;
        });

        services.redis().thaw();

        await().atMost(LEASE.plus(FAST)).until(() -> theirs.take(HOLD) == Answer.HELD);
    }

    private RedissonConnection connection() {
        return new RedissonConnection(url, Timers.FASTEST, System::nanoTime);
    }

    private static <T> T fast(Supplier<T> act) {
        long begun = System.nanoTime();
        T result = act.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(FAST);
        return result;
    }

    private void assertThatItOutlivesItsLease() {
        await().during(LEASE.multipliedBy(2))
                .atMost(LEASE.multipliedBy(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> theirs.take(HOLD) == Answer.TAKEN);
    }
}
