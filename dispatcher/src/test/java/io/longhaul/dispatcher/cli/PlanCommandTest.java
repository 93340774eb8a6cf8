package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.queue.Asked;
import io.longhaul.common.report.CheckReport;
import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.report.PlanQuestion;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.FakeQuestions;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.PlanReports;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanCommandTest {

    @AutoClose
    private final Cli cli = new Cli();

    @BeforeEach
    void aWorkerIsUp() {
        cli.questions.tell(PlanReports.report(Outlook.GO, PlanReports.REQUIRED));
    }

    @Test
    void whatARunWouldBeIsShown() {
        cli.questions.tell(PlanReports.report(
                Outlook.REFUSED,
                PlanReports.REQUIRED,
                new CheckReport(
                        "version",
                        "1.45.0 to 1.47.9",
                        Result.PASSED,
                        "it is for versions 1.45.0 to 1.47.9 of the application, and this is 1.46.2"),
                PlanReports.NO_ROOM,
                new CheckReport(
                        "precheck",
                        "SELECT 1",
                        Result.NO_ANSWER,
                        "clickhouse 60: Unknown table expression identifier 'nowhere'"),
                new CheckReport("healthcheck", "SELECT 2", Result.NOT_LOOKED, "there was no time left to look")));

        assertThat(cli.run("plan 0007")).isEqualTo(3);
        Golden.assertMatches("preview.txt", cli.out());
        assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void programsReadTheSame() {
        assertThat(cli.run("plan 0007 --output json")).isZero();
        Golden.assertMatches("preview.json", cli.out());
    }

    @Test
    void aRebuildIsToldWithItsWayAndWhatChanges() {
        cli.questions.tell(PlanReports.rebuilds());

        assertThat(cli.run("plan 0007")).isZero();
        Golden.assertMatches("preview-rebuild.txt", cli.out());
    }

    @Test
    void programsReadTheSameOfARebuild() {
        cli.questions.tell(PlanReports.rebuilds());

        assertThat(cli.run("plan 0007 --output json")).isZero();
        Golden.assertMatches("preview-rebuild.json", cli.out());
    }

    @Test
    void whatIsChosenIsHandedOnWithTheVersionThatARunWouldHave() {
        assertThat(cli.run("plan 0007 --set team=2 --set from=a=b")).isZero();

        assertThat(cli.questions.asked)
                .containsExactly(
                        new PlanQuestion("0007_events_sorting_key", "c0ffee", Map.of("team", "2", "from", "a=b"), 200));
        cli.run("plan 0007 --all");
        assertThat(cli.questions.asked.get(1).operations()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatIsNotRequiredIsNoFailure() {
        cli.questions.tell(new PlanReport(
                Outlook.NOT_REQUIRED,
                List.of(new CheckReport(
                        "required", "required", Result.FAILED, "its required check says that there is nothing to do")),
                Map.of(),
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                0,
                Optional.empty()));

        assertThat(cli.run("plan 0007")).isZero();
        assertThat(cli.out()).contains("NOT REQUIRED").contains("there is nothing to do");
    }

    @Test
    void whatNobodyCouldSayInTimeIsNotTakenForGo() {
        cli.questions.tell(new PlanReport(
                Outlook.UNKNOWN,
                List.of(PlanReports.REQUIRED),
                Map.of(),
                Optional.of("there was no time to find out more"),
                List.of(),
                0,
                List.of(),
                0,
                Optional.empty()));

        assertThat(cli.run("plan 0007")).isEqualTo(3);
        assertThat(cli.out()).contains("NOBODY KNOWS YET").contains("no plan    there was no time to find out more");
    }

    @Test
    void aRunThatIsNotOverKeepsAnotherFromBeingAskedFor() {
        cli.found(Found.details(Runs.run(RunState.RUNNING, Runs.HALFWAY)));

        assertThat(cli.run("plan 0007")).isEqualTo(3);
        assertThat(cli.out())
                .contains("WOULD BE REFUSED")
                .contains("not now    its newest run: running; see: longhaul show 0007");
    }

    @Test
    void wrongParametersAreUsage() {
        cli.questions.tell(PlanReports.report(
                Outlook.REFUSED,
                PlanReports.REQUIRED,
                new CheckReport("parameter", "parameter", Result.FAILED, "there is no parameter tem; there are team")));

        assertThat(cli.run("plan 0007 --set tem=2")).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err())
                .isEqualTo("longhaul: there is no parameter tem; there are team\nSee: longhaul plan --help\n");
    }

    @Test
    void withoutAWorkerItSaysHowToStartOne() {
        cli.questions.answer = question -> new Asked.Nobody();

        assertThat(cli.run("plan 0007")).isEqualTo(4);
        assertThat(cli.err()).isEqualTo("longhaul: No worker is up to answer; start one: longhaul-worker.\n");
    }

    @Test
    void workersThatCannotTellSayWhy() {
        cli.questions.answer = question ->
                new Asked.Declined(FakeQuestions.WORKER, "it has another version of 0007_events_sorting_key");

        assertThat(cli.run("plan 0007")).isEqualTo(4);
        assertThat(cli.err())
                .isEqualTo("longhaul: No worker that is up can tell; w-7f3 says: it has another version of"
                        + " 0007_events_sorting_key. Start one that has the definition as it is registered.\n");
        cli.questions.answer = question -> new Asked.NoAnswer(Duration.ofSeconds(14));
        assertThat(cli.run("plan 0007")).isEqualTo(4);
        cli.questions.answer = question -> new Asked.Unreachable("connection refused");
        assertThat(cli.run("plan 0007")).isEqualTo(4);
        assertThat(cli.err())
                .endsWith("(connection refused). Check that it runs and that LONGHAUL_RABBITMQ_URL is right.\n");
    }
}
