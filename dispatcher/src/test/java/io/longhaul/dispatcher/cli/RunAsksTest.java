package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.queue.Asked;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Enqueued;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.PlanReports;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a terminal, {@code run} shows what a run would be before it asks for one. */
class RunAsksTest {

    @AutoClose
    private final Cli cli = new Cli();

    @BeforeEach
    void aWorkerIsUp() {
        cli.questions.tell(PlanReports.report(Outlook.GO, PlanReports.REQUIRED));
    }

    @Test
    void onATerminalRunShowsItInShortAndAsks() {
        asksForANewRun();
        cli.questions.tell(PlanReports.report(Outlook.REFUSED, PlanReports.REQUIRED, PlanReports.NO_ROOM));
        cli.typed = Optional.of("y\n");

        assertThat(cli.run("run 0007")).isZero();
        assertThat(cli.runs.requests).hasSize(1);
        Golden.assertMatches("run-asks.txt", cli.err());
        assertThat(cli.err().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", "", "yesterday\n"})
    void whateverIsNotYesAsksForNothing(String typed) {
        asksForANewRun();
        cli.typed = Optional.of(typed);

        assertThat(cli.run("run 0007")).isEqualTo(3);
        assertThat(cli.runs.requests).isEmpty();
        assertThat(cli.err()).endsWith("Nothing was asked for.\n");
    }

    @Test
    void ctrlCAtTheQuestionSaysThatNothingWasAskedFor() {
        asksForANewRun();
        cli.typed = Optional.of("n\n");
        cli.run("run 0007");

        cli.onInterrupt.forEach(Runnable::run);

        assertThat(cli.err()).endsWith("\nNothing was asked for.\n");
    }

    @Test
    void whoSaysYesBeforehandIsNotAsked() {
        asksForANewRun();
        cli.typed = Optional.of("n\n");

        assertThat(cli.run("run 0007 --yes")).isZero();
        assertThat(cli.runs.requests).hasSize(1);
        assertThat(cli.questions.asked).isEmpty();
    }

    @Test
    void whereNoWorkerAnswersItSaysSoAndStillAsks() {
        asksForANewRun();
        cli.questions.answer = question -> new Asked.Nobody();
        cli.typed = Optional.of("yes\n");

        assertThat(cli.run("run 0007")).isZero();
        assertThat(cli.err())
                .contains(
                        "No worker is up to answer; start one: longhaul-worker.\nRun 0007_events_sorting_key? [y/N] ");
    }

    @Test
    void nobodyIsAskedWhetherToRunWhatIsRunning() {
        cli.found(Found.details(Runs.run(RunState.RUNNING, Runs.HALFWAY)));
        cli.typed = Optional.of("n\n");

        assertThat(cli.run("run 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("0007_events_sorting_key has a run that is not over: it is running.\n");
    }

    @Test
    void whoeverAsksForARebuildReadsItsWayFirst() {
        asksForANewRun();
        cli.questions.tell(PlanReports.rebuilds());
        cli.typed = Optional.of("y\n");

        assertThat(cli.run("run 0007")).isZero();
        Golden.assertMatches("run-asks-rebuild.txt", cli.err());
    }

    private void asksForANewRun() {
        cli.search.runs.add(Found.details(Runs.run(RunState.REFUSED, Progress.NONE)));
        cli.runs.answer = request -> new Enqueued.New(Runs.run(RunState.QUEUED, Progress.NONE), 12);
    }
}
