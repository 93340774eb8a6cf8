package io.longhaul.dispatcher.doctor;

import static io.longhaul.dispatcher.doctor.Judged.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.lease.redisson.RedisCheckup;
import io.longhaul.common.queue.rabbit.BrokerCheckup;
import io.longhaul.common.queue.rabbit.BrokerCheckup.Depth;
import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Checkup;
import io.longhaul.common.store.Checkup.Idle;
import io.longhaul.common.store.Checkup.Tables;
import io.longhaul.dispatcher.doctor.BrokerJudgement.BrokerSight;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import io.longhaul.dispatcher.doctor.RedisJudgement.RedisSight;
import io.longhaul.dispatcher.doctor.Sight.Away;
import io.longhaul.dispatcher.doctor.Sight.Clear;
import io.longhaul.dispatcher.doctor.StoreJudgement.StoreSight;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor makes of the services that it found. */
class JudgementTest {

    private static final ClockOffset SAME = new ClockOffset(Duration.ZERO, Duration.ZERO);
    private static final Run RUNNING = Runs.run(RunState.RUNNING, Runs.HALFWAY);

    // PostgreSQL

    private static List<Finding> store(boolean standby, Tables tables, Optional<Idle> idle) {
        return StoreJudgement.of(
                new Clear<>(new StoreSight("db:5432", new Checkup.Server("15.18", 15, standby, tables, idle), SAME)));
    }

    @Test
    void aPostgresqlThatIsAwayIsUnreachable() {
        assertThat(StoreJudgement.of(new Away<>("PostgreSQL at db:5432 cannot be reached")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.unreachable()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"CURRENT, OK", "BEHIND, PROBLEM", "BROKEN, PROBLEM", "AHEAD, WARNING"})
    void tablesMustBeThoseOfThisVersion(Tables tables, Verdict verdict) {
        assertThat(one(store(false, tables, Optional.empty()), "tables").verdict())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "59, OK, none is open and idle for long",
        "60, WARNING, process 17 (psql) idle in a transaction for 1m00s"
    })
    void aTransactionThatIsIdleForLongMayHoldLocks(int seconds, Verdict verdict, String found) {
        Idle idle = new Idle(17, "psql", Duration.ofSeconds(seconds));

        Finding finding = one(store(false, Tables.CURRENT, Optional.of(idle)), "transactions");

        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.found()).isEqualTo(found);
    }

    @Test
    void nothingCanBeWrittenToAStandby() {
        assertThat(one(store(true, Tables.CURRENT, Optional.empty()), "primary").verdict())
                .isEqualTo(Verdict.PROBLEM);
    }

    // Redis

    private static Finding redis(String check, String eviction, boolean locked, Optional<Hold> owner, Run... runs) {
        RedisCheckup redis = new RedisCheckup("7.0.15", Instant.EPOCH, eviction, locked, owner);
        Map<RunId, Run> known = runs.length == 0 ? Map.of() : Map.of(runs[0].id(), runs[0]);
        return one(
                RedisJudgement.of(new Clear<>(new RedisSight("cache:6379", redis, SAME)), Optional.of(known)), check);
    }

    @ParameterizedTest
    @CsvSource({"noeviction, OK", "allkeys-lru, WARNING", "'', WARNING"})
    void aRedisThatForgetsIsWorthAWarning(String policy, Verdict verdict) {
        assertThat(redis("eviction", policy, false, Optional.empty()).verdict()).isEqualTo(verdict);
    }

    @Test
    void theLockOfARunThatIsGoingIsWell() {
        assertThat(redis("lock", "noeviction", true, hold(3), RUNNING).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void aLockWhoseOwnersEpochIsOverIsWorthAWarning() {
        assertThat(redis("lock", "noeviction", true, hold(2), RUNNING).verdict())
                .isEqualTo(Verdict.WARNING);
        assertThat(redis("lock", "noeviction", true, hold(3), Runs.run(RunState.FAILED, Runs.HALFWAY))
                        .verdict())
                .isEqualTo(Verdict.WARNING);
        assertThat(redis("lock", "noeviction", true, hold(3)).verdict()).isEqualTo(Verdict.WARNING);
        assertThat(redis("lock", "noeviction", true, Optional.empty()).verdict())
                .isEqualTo(Verdict.WARNING);
        assertThat(redis("lock", "noeviction", false, Optional.empty()).verdict())
                .isEqualTo(Verdict.OK);
    }

    private static Optional<Hold> hold(long epoch) {
        return Optional.of(new Hold(Runs.ID, new Epoch(epoch), Runs.WORKER));
    }

    // RabbitMQ

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 0, OK",
        "3, 1, 1, 0, OK",
        "3, 0, 0, 0, PROBLEM",
        "3, 0, 1, 1, OK",
        "3, 0, 2, 1, PROBLEM",
        "3, 0, -1, 0, WARNING"
    })
    void aQueueToWhichNobodyListensIsAProblemUnlessAllAreBusy(
            int messages, int consumers, int up, int busy, Verdict verdict) {
        BrokerCheckup broker =
                new BrokerCheckup("3.12.1", Optional.of(new Depth(messages, consumers)), Optional.empty(), 0, up);

        List<Finding> findings = BrokerJudgement.of(
                new Clear<>(new BrokerSight("mq:5672", broker)),
                up < 0 ? Optional.empty() : Optional.of(new Crew(up, busy)));

        assertThat(one(findings, "queue").verdict()).isEqualTo(verdict);
    }

    @Test
    void aQueueInAnotherShapeIsAProblemAndDeadLettersAreWorthAWarning() {
        BrokerCheckup broker =
                new BrokerCheckup("3.12.1", Optional.of(new Depth(0, 1)), Optional.of("the queue is classic"), 1, 1);

        List<Finding> findings =
                BrokerJudgement.of(new Clear<>(new BrokerSight("mq:5672", broker)), Optional.of(new Crew(1, 0)));

        assertThat(one(findings, "queue").verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(one(findings, "dead letters").verdict()).isEqualTo(Verdict.WARNING);
    }
}
