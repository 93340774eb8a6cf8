package io.longhaul.dispatcher.doctor;

import static io.longhaul.dispatcher.doctor.Judged.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Checkup.Books;
import io.longhaul.common.store.Checkup.SlotHolder;
import io.longhaul.common.store.Checkup.Version;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.common.store.Shipping;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import io.longhaul.dispatcher.doctor.Sight.Away;
import io.longhaul.dispatcher.doctor.Sight.Clear;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doctor makes of what the tables say. */
class BooksJudgementTest {

    private static final Run QUEUED = Runs.run(RunState.QUEUED, Progress.NONE);
    private static final Seen WORKER = Found.seen("w-7f3", Kind.WORKER, Duration.ofSeconds(1));
    private static final Seen REAPER = Found.seen("r-1", Kind.REAPER, Duration.ofSeconds(1));

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
