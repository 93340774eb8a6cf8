package io.longhaul.dispatcher.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.redisson.RedisCheckup;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.queue.rabbit.BrokerCheckup;
import io.longhaul.common.queue.rabbit.BrokerCheckup.Depth;
import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Checkup;
import io.longhaul.common.store.Checkup.Books;
import io.longhaul.common.store.Checkup.Idle;
import io.longhaul.common.store.Checkup.SlotHolder;
import io.longhaul.common.store.Checkup.Tables;
import io.longhaul.common.store.Checkup.Version;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.common.store.Shipping;
import io.longhaul.dispatcher.doctor.BrokerJudgement.BrokerSight;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import io.longhaul.dispatcher.doctor.RedisJudgement.RedisSight;
import io.longhaul.dispatcher.doctor.Sight.Away;
import io.longhaul.dispatcher.doctor.Sight.Clear;
import io.longhaul.dispatcher.doctor.StoreJudgement.StoreSight;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JudgementTest {

    private static final ClockOffset SAME = new ClockOffset(Duration.ZERO, Duration.ZERO);
    private static final Run RUNNING = Runs.run(RunState.RUNNING, Runs.HALFWAY);
    private static final Run QUEUED = Runs.run(RunState.QUEUED, Progress.NONE);
    private static final Seen WORKER = Found.seen("w-7f3", Kind.WORKER, Duration.ofSeconds(1));
    private static final Seen REAPER = Found.seen("r-1", Kind.REAPER, Duration.ofSeconds(1));

    private static Finding one(List<Finding> findings, String check) {
        List<Finding> found = findings.stream()
                .filter(finding -> finding.check().equals(check))
                .toList();
        assertThat(found).as(check).hasSize(1);
        return found.get(0);
    }

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

    // What the tables say

    private static BooksSight books(Books books, List<Overview> overview, Seen... members) {
        return new BooksSight(
                books,
                overview,
                new Vitals(List.of(members), books.oldestWakeUp().isPresent() ? 2 : 0),
                Timers.DEFAULTS.deadAfter());
    }

    private static Finding judged(String part, String check, BooksSight sight) {
        return one(
                BooksJudgement.of(new Clear<>(sight)).stream()
                        .filter(finding -> finding.part().equals(part))
                        .toList(),
                check);
    }

    private static Books slotOf(RunState state, Duration silent) {
        return new Books(
                Optional.empty(),
                Optional.of(new SlotHolder(
                        Runs.ID,
                        Runs.SORTING_KEY,
                        state,
                        "w-7f3",
                        Optional.of(silent).filter(since -> state.isOwned()),
                        Optional.of(Duration.ofSeconds(15)))),
                Map.of());
    }

    private static final Books EMPTY = new Books(Optional.empty(), Optional.empty(), Map.of());

    private static List<Overview> line(Run run) {
        return List.of(Found.line(run.migration().value(), run, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({"0, OK", "9, OK", "10, WARNING", "59, WARNING", "60, PROBLEM"})
    void wakeUpsThatNobodyConfirmsAreAProblemInTheEnd(int seconds, Verdict verdict) {
        Books waiting = new Books(Optional.of(Duration.ofSeconds(seconds)), Optional.empty(), Map.of());

        assertThat(judged("queue", "outbox", books(waiting, List.of(), REAPER)).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void withoutAReaperTheOutboxNeedsOne() {
        Books waiting = new Books(Optional.of(Duration.ofMinutes(2)), Optional.empty(), Map.of());

        assertThat(judged("queue", "outbox", books(waiting, List.of())).remedy())
                .startsWith("start a reaper");
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, 14, true, OK",
        "RUNNING, 15, true, WARNING",
        "RUNNING, 15, false, PROBLEM",
        "PAUSED, 0, true, OK",
        "QUEUED, 0, true, OK"
    })
    void aSlotForWhichNobodyBeatsIsTheReapersOrAProblem(RunState state, int silent, boolean reaper, Verdict verdict) {
        Seen[] members = reaper ? new Seen[] {REAPER} : new Seen[0];

        assertThat(judged("queue", "slot", books(slotOf(state, Duration.ofSeconds(silent)), List.of(), members))
                        .verdict())
                .isEqualTo(verdict);
    }

    @Test
    void aPausedRunForWhichOthersWaitIsWorthAWarning() {
        assertThat(judged("queue", "slot", books(slotOf(RunState.PAUSED, Duration.ZERO), line(QUEUED), REAPER))
                        .verdict())
                .isEqualTo(Verdict.WARNING);
    }

    @Test
    void noWorkerIsAProblemOnlyWhenARunWaits() {
        assertThat(judged("workers", "up", books(EMPTY, List.of())).verdict()).isEqualTo(Verdict.WARNING);
        assertThat(judged("workers", "up", books(EMPTY, line(QUEUED))).verdict())
                .isEqualTo(Verdict.PROBLEM);
        assertThat(judged("workers", "up", books(EMPTY, line(QUEUED), WORKER)).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void aWorkerThatFellSilentLatelyIsWorthAWarningAndOneOfLongAgoIsNot() {
        Seen lately = Found.seen("w-1", Kind.WORKER, Duration.ofMinutes(9));
        Seen longAgo = Found.seen("w-2", Kind.WORKER, Duration.ofHours(9));

        assertThat(judged("workers", "silent", books(EMPTY, List.of(), WORKER, lately, longAgo))
                        .found())
                .contains("w-1")
                .doesNotContain("w-2");
    }

    @Test
    void withoutAReaperNobodyTakesRunsOver() {
        assertThat(judged("reapers", "up", books(EMPTY, List.of(), WORKER)).verdict())
                .isEqualTo(Verdict.PROBLEM);
        assertThat(judged("reapers", "up", books(EMPTY, List.of(), REAPER)).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void workersWithDifferentVersionsOfADefinitionAreNamed() {
        Books divided = new Books(
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        Runs.SORTING_KEY,
                        List.of(
                                new Version("c0ffee00aa", List.of("w-1", "w-2")),
                                new Version("beef0000bb", List.of("w-3")))));

        Finding finding = judged("catalog", "versions", books(divided, List.of()));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.found())
                .isEqualTo("0007_events_sorting_key differs between workers: c0ffee00 in w-1 w-2, beef0000 in w-3");
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"QUEUED", "PAUSED", "FAILED", "ROLLBACK_FAILED"})
    void aRunWhoseDefinitionNobodyHasIsAProblemWhileItIsQueued(RunState state) {
        Run run = Runs.run(state, Runs.HALFWAY);
        Overview line = Found.shipping(line(run).get(0), new Shipping(true, Set.of(new Checksum("beef"))));

        Finding finding = judged("catalog", "definitions", books(EMPTY, List.of(line), WORKER));

        assertThat(finding.verdict()).isEqualTo(state == RunState.QUEUED ? Verdict.PROBLEM : Verdict.WARNING);
        assertThat(finding.found()).contains("they have another version of it");
    }

    @Test
    void withoutTheTablesNothingIsKnownOfThoseWhoWork() {
        assertThat(BooksJudgement.of(new Away<>("there are no tables")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM));
    }
}
