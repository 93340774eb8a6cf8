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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
@Tag("slow")
class RedissonLockIT {

    private static final Hold HOLD = new Hold(RunId.random(), new Epoch(1), new WorkerId("w-1"));

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.REDIS);

    private static final Duration LEASE = Timers.FASTEST.lockLease();

    private RedisCli cli;
    private RedissonConnection here;
    private RedissonConnection there;
    private RedissonLock ours;
    private RedissonLock theirs;

    @BeforeEach
    void open() {
        ServiceUrl url = ServiceUrl.parse(services.freshRedisUrl(), List.of("redis"));
        cli = new RedisCli(url);
        here = new RedissonConnection(url, Timers.FASTEST, System::nanoTime);
        there = new RedissonConnection(url, Timers.FASTEST, System::nanoTime);
        ours = new RedissonLock(here);
        theirs = new RedissonLock(there);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void oneProcessHasTheLockUntilItGivesItBack() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        assertThat(theirs.take(HOLD)).isEqualTo(Answer.TAKEN);

        ours.release();

        assertThat(theirs.take(HOLD)).isEqualTo(Answer.HELD);
        assertThat(ours.take(HOLD)).isEqualTo(Answer.TAKEN);
    }

    @Test
    void whoHasTheLockMayTakeItAgainFromAnyThreadAndStillGivesItBackOnce() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        assertThat(CompletableFuture.supplyAsync(() -> ours.take(HOLD)).join()).isEqualTo(Answer.HELD);
        CompletableFuture.runAsync(ours::release).join();

        assertThat(cli.number("EXISTS", RedissonLock.KEY)).isZero();
    }

    @Test
    void givingBackWhatIsNotOursChangesNothing() {
        ours.release();
        assertThat(theirs.take(HOLD)).isEqualTo(Answer.HELD);
        ours.release();

        assertThat(ours.take(HOLD)).isEqualTo(Answer.TAKEN);
        assertThat(theirs.take(HOLD)).isEqualTo(Answer.HELD);
    }

    @Test
    void aFlushedLockGoesToWhoeverTakesItFirstAndTheOldHolderLearnsItWithItsNextTake() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);

        cli.say("FLUSHDB");

        assertThat(theirs.take(HOLD)).isEqualTo(Answer.HELD);
        assertThat(ours.take(HOLD)).isEqualTo(Answer.TAKEN);
    }

    @Test
    void aFlushedLockIsTakenAgainByItsHolderAndProlongedAsBefore() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        cli.say("FLUSHDB");
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);

        assertThatItOutlivesItsLease();
    }

    @Test
    void theLockIsProlongedWhileItsHolderLives() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);

        assertThatItOutlivesItsLease();
    }

    @Test
    void theLockOfADeadProcessIsFreeAfterItsLease() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);

        here.close();

        assertThat(theirs.take(HOLD)).isEqualTo(Answer.TAKEN);
        assertThat(cli.number("PTTL", RedissonLock.KEY)).isLessThanOrEqualTo(LEASE.toMillis());
        await().atMost(LEASE.plusMillis(500)).until(() -> theirs.take(HOLD) == Answer.HELD);
    }

    @Test
    void theLockSaysForWhomItWasTakenLastAndNothingOnceItIsFree() {
        Hold next = new Hold(HOLD.run(), new Epoch(2), HOLD.worker());
        assertThat(theirs.owner()).isEmpty();

        ours.take(HOLD);
        theirs.take(next);
        assertThat(theirs.owner()).as("whoever was too late has not signed").contains(HOLD);
        ours.take(next);
        assertThat(theirs.owner()).contains(next);

        ours.release();
        assertThat(theirs.owner()).isEmpty();
        assertThat(cli.number("EXISTS", RedissonLock.KEY)).isZero();
    }

    @Test
    void aLockThatIsForcedIsFreeAndItsOldOwnerHasItNoMore() {
        Hold next = new Hold(HOLD.run(), new Epoch(3), new WorkerId("w-2"));
        ours.take(HOLD);

        assertThat(theirs.force(HOLD)).isTrue();

        assertThat(theirs.take(next)).isEqualTo(Answer.HELD);
        assertThat(ours.take(HOLD)).isEqualTo(Answer.TAKEN);
        assertThatItStaysTheirs(next);
    }

    private void assertThatItStaysTheirs(Hold next) {
        await().during(LEASE.multipliedBy(2))
                .atMost(LEASE.multipliedBy(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ours.take(HOLD) == Answer.TAKEN && ours.owner().equals(Optional.of(next)));
    }

    @Test
    void aLockIsNotForcedFromWhoeverHasItByNow() {
        Hold next = new Hold(HOLD.run(), new Epoch(3), new WorkerId("w-2"));
        ours.take(HOLD);
        ours.release();
        ours.take(next);

        assertThat(theirs.force(HOLD)).isFalse();
        assertThat(theirs.take(HOLD)).isEqualTo(Answer.TAKEN);
        ours.release();
        assertThat(theirs.force(HOLD)).as("there is none").isFalse();
    }

    @Test
    void aSignedLockStillExpiresWithItsHolder() {
        ours.take(HOLD);
        here.close();

        await().atMost(LEASE.plusMillis(500)).until(() -> cli.number("EXISTS", RedissonLock.KEY) == 0);
    }

    @Test
    void afterTheConnectionIsClosedNothingThrows() {
        assertThat(ours.take(HOLD)).isEqualTo(Answer.HELD);
        here.close();

        assertThat(ours.take(HOLD)).isEqualTo(Answer.UNREACHABLE);
        ours.release();
        assertThat(here.health().isWell()).isFalse();
    }

    private void assertThatItOutlivesItsLease() {
        await().during(LEASE.multipliedBy(2))
                .atMost(LEASE.multipliedBy(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> theirs.take(HOLD) == Answer.TAKEN);
    }
}
