package io.longhaul.dispatcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.RunSearch.Death;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.RunError;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.common.store.Shipping;
import io.longhaul.dispatcher.fixture.Errors;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Plans;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShowPageTest {

    private static final Prospect READY = new Prospect.Ready();

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final RunError DISK_FULL = Errors.error(
            "Cannot reserve 1.00 MiB, not enough space: while executing 'INSERT INTO events_new__lh_8f41c2d6_e3'");

    private static String page(Run run, RunError... errors) {
        return new ShowPage(Found.details(run, errors), Found.vitals(), "0007", "redis-cli", ZONE).draw(120, false);
    }

    @Test
    void aRunThatIsGoingShowsItsWorkStatementAndWorker() {
        Golden.assertMatches("show-running.txt", page(Runs.run(RunState.RUNNING, Runs.HALFWAY)));
    }

    @Test
    void aRebuildShowsItsChunkAndWhatHoldsItBack() {
        Run free = Runs.run(RunState.RUNNING, Runs.rebuilding(Optional.empty()));
        Run held = Runs.run(
                RunState.RUNNING,
                Runs.rebuilding(Optional.of("waits: 62 queries of others are running, throttle-queries is 50")));

        assertThat(page(free)).contains(" · copy 202403 · chunk 37/91 · 212k rows/s · not throttled · 8.20M of 20.0M");
        assertThat(page(held)).contains(" · chunk 37/91 · 212k rows/s · waits: 62 queries of others");
        assertThat(Json.document(RunView.of(Found.details(held), false)))
                .contains(
                        "\"doing\" : \"copy 202403 · chunk 37/91\"",
                        "\"throttled\" : \"waits: 62 queries of others are running, throttle-queries is 50\"");
    }

    @Test
    void aRunShowsTheOldTableThatItHasLeftAndUntilWhen() {
        Details done = Found.keeping(Found.details(Runs.run(RunState.SUCCEEDED, Runs.HALFWAY)), Found.KEPT);

        assertThat(new ShowPage(done, Found.vitals(), "0007", "redis-cli", ZONE).draw(120, false))
                .contains("backup     events__lh_old_20260317_8f41c2d6_1 · old table is dropped on ");
        assertThat(Json.document(RunView.of(done, false))).contains("\"until\" : ");
    }

    @Test
    void aRunThatEndedHalfWayShowsWhichTableIsWithoutMergesAndUntilWhen() {
        Details failed = Found.keeping(Found.details(Runs.run(RunState.FAILED, Runs.HALFWAY)), Found.MERGES_OFF);
        Details paused = Found.keeping(Found.details(Runs.run(RunState.PAUSED, Runs.HALFWAY)), Found.MERGES_OFF);

        assertThat(page(failed))
                .contains("merges     merges of events are off, so its parts grow in number · on again")
                .contains("abandoned-after");
        assertThat(page(paused)).contains("so its parts grow in number · on again at the end of the run\n");
        assertThat(Json.document(RunView.of(failed, false))).contains("\"mergesOff\" : {");
    }

    @Test
    void aRunThatStandsStillShowsForHowLongAndWhatWasExpected() {
        Details stalled = Found.stalled(Found.details(Runs.run(RunState.RUNNING, Runs.HALFWAY)));

        Golden.assertMatches(
                "show-stalled.txt", new ShowPage(stalled, Found.vitals(), "0007", "redis-cli", ZONE).draw(120, false));
        assertThat(Json.document(RunView.of(stalled, false))).contains("\"secondsStill\" : 720");
    }

    private static Death death(int epoch, Duration ago, Optional<Duration> goneOnAfter) {
        Instant at = Runs.NOW.minus(ago);
        return new Death(new Epoch(epoch), at, goneOnAfter.map(at::plus));
    }

    private static String page(Details details) {
        return new ShowPage(details, Found.vitals(), "0007", "redis-cli", ZONE).draw(120, false);
    }

    @Test
    void aRunWhoseWorkerDiedShowsWhenAndHowSoonItWentOn() {
        Details running = Found.details(Runs.run(RunState.RUNNING, Runs.HALFWAY));
        Death first = death(1, Duration.ofHours(2), Optional.of(Duration.ofSeconds(20)));
        Death last = death(3, Duration.ofMinutes(80), Optional.of(Duration.ofSeconds(17)));

        assertThat(page(Found.afterDeaths(running, last)))
                .contains("worker     w-7f3 on db2 · beat 1s ago · epoch 3"
                        + " · died once (e3, 1h20m ago), going on after 17s\n");
        assertThat(page(Found.afterDeaths(running, first, last)))
                .contains(" · died 2 times (last e3, 1h20m ago), going on after 17s\n");
    }

    @Test
    void aRunThatNobodyHasTakenUpSinceItsWorkerDiedSaysSo() {
        Details queued = Found.details(Runs.run(RunState.QUEUED, Progress.NONE));

        assertThat(page(Found.afterDeaths(queued, death(1, Duration.ofSeconds(21), Optional.empty()))))
                .contains("worker     none now · epoch 0 · died once (e1, 21s ago)\n");
    }

    @Test
    void aRunThatFailedShowsWhyAndItsErrors() {
        Run failed = Runs.because(RunState.FAILED, Runs.HALFWAY, "disk full on ch2");

        Golden.assertMatches(
                "show-failed.txt",
                page(
                        failed,
                        Errors.errorOfACheck("free disk 3 GiB"),
                        Errors.passingError("Memory limit (total) exceeded"),
                        DISK_FULL));
    }

    @Test
    void whatTheReasonSaysIsNotSaidTwice() {
        Run failed = Runs.because(RunState.FAILED, Runs.HALFWAY, "operation 2, copy 202403: disk full on ch2");

        assertThat(page(failed)).contains("why        operation 2, copy 202403: disk full on ch2 · 11m ago");
    }

    @Test
    void aRunThatSucceededShowsWhatItTook() {
        Progress all = new Progress(1, 20_000_000, 20_000_000, 0, Optional.empty());

        Golden.assertMatches("show-succeeded.txt", page(Runs.run(RunState.SUCCEEDED, all)));
    }

    @Test
    void aRunThatWaitsShowsThatItDoes() {
        Golden.assertMatches("show-queued.txt", page(Runs.run(RunState.QUEUED, Progress.NONE)));
    }

    @Test
    void whatIsAskedOfARunThatWaitsForItsNextWorkerIsShown() {
        Run asked = Runs.because(RunState.QUEUED, Runs.HALFWAY, "handed over")
                .afterBeat(Wish.STOP, 18, Runs.NOW, Runs.HALFWAY);

        assertThat(page(asked)).contains("waits      is being stopped; handed over, for ");
    }

    @Test
    void aRunThatCannotGoOnForAWhileSaysWhy() {
        Run waiting = Runs.because(RunState.RUNNING, Runs.HALFWAY, "waiting for ClickHouse, which does not answer");

        assertThat(page(waiting)).contains("doing      waiting for ClickHouse, which does not answer · ");
    }

    @Test
    void whereNoReaperIsUpARunSaysThatNobodyWouldTakeItOver() {
        Run running = Runs.run(RunState.RUNNING, Runs.HALFWAY);
        ShowPage page = new ShowPage(Found.details(running), new Vitals(List.of(), 0), "0007", "redis-cli", ZONE);

        assertThat(page.draw(120, false))
                .contains("reaper     none is up: nobody takes the run over when its worker dies\n");
        assertThat(page(running)).doesNotContain("reaper");
    }

    @Test
    void aPlanShowsEachStatementWithWhatTakesItBack() {
        Golden.assertMatches("plan.txt", PlanPage.of(Plans.plan(), false));
    }

    @Test
    void whatCannotBeTakenBackIsMarkedInThePlanAndBeforeThereIsOne() {
        assertThat(PlanPage.of(Plans.oneWayPlan(), false)).contains("\n   4  drop the old table   irreversible\n");
        assertThat(PlanPage.of(Plans.plan(), false)).doesNotContain("irreversible");
        assertThat(NeverRunPage.draw(Found.ONE_WAY, READY, "0007", 120, false))
                .contains("as defined; irreversible: drop the old table:\n");
        assertThat(Json.document(RunView.of(Found.ONE_WAY, READY)))
                .contains("\"irreversible\" : [\n    \"drop the old table\"\n  ]");
    }

    @Test
    void aMigrationThatNeverRanShowsItsFile() {
        Golden.assertMatches("show-never-run.txt", NeverRunPage.draw(Found.SORTING_KEY, READY, "0007", 120, false));
    }

    @Test
    void aMigrationThatNeverRanShowsWhatMayBeChosenAndMustBe() {
        Golden.assertMatches("show-choices.txt", NeverRunPage.draw(Found.CHOOSABLE, READY, "0007", 120, false));
    }

    @Test
    void aRunShowsWhatWasChosenForIt() {
        Run running = Runs.with(
                Runs.run(RunState.RUNNING, Runs.HALFWAY),
                Map.of(
                        "oldest",
                        "2020-01-01 00:00:00",
                        "rows",
                        "1000000",
                        "note",
                        "x'; DROP TABLE t; --",
                        "end",
                        "\t"));

        assertThat(page(running))
                .contains("parameters end = \"\\t\", note = x'; DROP TABLE t; --,"
                        + " oldest = 2020-01-01 00:00:00, rows = 1000000\n");
    }

    @Test
    void jsonHasEveryKeyOfARunThatIsGoing() {
        Run running = Runs.with(Runs.run(RunState.RUNNING, Runs.HALFWAY), Map.of("rows", "5", "mode", "fast"));

        Death death = death(1, Duration.ofMinutes(80), Optional.of(Duration.ofSeconds(17)));
        Details details = Found.afterDeaths(Found.details(running, DISK_FULL), death);

        Golden.assertMatches("show-running.json", Json.document(RunView.of(details, true)));
    }

    @Test
    void jsonHasEveryKeyOfAMigrationThatNeverRan() {
        Golden.assertMatches("show-never-run.json", Json.document(RunView.of(Found.CHOOSABLE, READY)));
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void everyStateFitsOnOneScreenWithAHundredErrors(RunState state) {
        RunError[] errors = Collections.nCopies(100, DISK_FULL).toArray(RunError[]::new);

        assertThat(page(Runs.run(state, Runs.HALFWAY), errors).lines())
                .hasSizeLessThan(24)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120))
                .anySatisfy(line -> assertThat(line).startsWith("you can"))
                .anySatisfy(line -> assertThat(line).contains("100, the newest of them"));
    }

    @Test
    void textDoesNotDependOnColours() {
        Run running = Runs.run(RunState.RUNNING, Runs.HALFWAY);
        String coloured = new ShowPage(Found.details(running, DISK_FULL), Found.vitals(), "0007", "redis-cli", ZONE)
                .draw(120, true);

        assertThat(coloured).contains("\u001b[").isNotEqualTo(page(running, DISK_FULL));
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(page(running, DISK_FULL));
    }

    @Test
    void aRunThatNoWorkerCanCarryOutSaysWhy() {
        Details queued = Found.details(Runs.run(RunState.QUEUED, Progress.NONE));
        Shipping other = new Shipping(true, Set.of(new Checksum("other")));

        assertThat(page(Found.shipping(queued, other)))
                .contains("definition no worker has 0007 as queued: workers have another version of it\n");
        assertThat(page(Found.shipping(queued, new Shipping(true, Set.of()))))
                .contains("definition no worker has 0007 as queued: none ships it any more\n");
        assertThat(page(Found.shipping(queued, new Shipping(false, Set.of()))))
                .contains("definition no worker has 0007 as queued: none is up\n");
        assertThat(page(queued)).doesNotContain("definition");
        assertThat(Json.document(RunView.of(Found.shipping(queued, other), false)))
                .contains("\"availability\" : \"OTHER_VERSION\"");
    }

    @Test
    void whatNeverRanAndNoWorkerShipsIsRetired() {
        String page = NeverRunPage.draw(
                Found.shipping(Found.SORTING_KEY, new Shipping(true, Set.of())), READY, "0007", 120, false);

        assertThat(page)
                .startsWith("0007_events_sorting_key   RETIRED\n")
                .contains("none of them ships it any more")
                .doesNotContain("you can");
    }
}
