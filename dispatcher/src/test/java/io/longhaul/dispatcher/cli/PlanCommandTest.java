package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.queue.Asked;
import io.longhaul.common.report.CheckReport;
import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.CostReport.TimeReport;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanQuestion;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.report.RebuildReport;
import io.longhaul.common.report.RebuildReport.Change;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Enqueued;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {

    private static final WorkerId WORKER = new WorkerId("w-7f3");
    private static final CheckReport REQUIRED = new CheckReport(
            "required", "required", Result.PASSED, "its required check says that there is something to do");
    private static final CheckReport NO_ROOM = new CheckReport(
            "precheck",
            "free disk",
            Result.FAILED,
            "free disk is 41.0 GiB, needed is 1.5 times table events (80.0 GiB) is 120.0 GiB");

    @AutoClose
    private final Cli cli = new Cli();

    private final List<PlanQuestion> asked = new ArrayList<>();

    @BeforeEach
    void aWorkerIsUp() {
        answers(report(Outlook.GO, REQUIRED));
    }

    private void answers(PlanReport report) {
        cli.questions.answer = question -> {
            asked.add(PlanQuestion.parse(question.document()).orElseThrow());
            return new Asked.Answered(WORKER, report.json());
        };
    }

    @Test
    void whatARunWouldBeIsShown() {
        answers(report(
                Outlook.REFUSED,
                REQUIRED,
                new CheckReport(
                        "version",
                        "1.45.0 to 1.47.9",
                        Result.PASSED,
                        "it is for versions 1.45.0 to 1.47.9 of the application, and this is 1.46.2"),
                NO_ROOM,
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
        answers(rebuilds());

        assertThat(cli.run("plan 0007")).isZero();
        Golden.assertMatches("preview-rebuild.txt", cli.out());
    }

    @Test
    void programsReadTheSameOfARebuild() {
        answers(rebuilds());

        assertThat(cli.run("plan 0007 --output json")).isZero();
        Golden.assertMatches("preview-rebuild.json", cli.out());
    }

    @Test
    void whoeverAsksForARebuildReadsItsWayFirst() {
        asksForANewRun();
        answers(rebuilds());
        cli.typed = Optional.of("y\n");

        assertThat(cli.run("run 0007")).isZero();
        Golden.assertMatches("run-asks-rebuild.txt", cli.err());
    }

    @Test
    void whatIsChosenIsHandedOnWithTheVersionThatARunWouldHave() {
        assertThat(cli.run("plan 0007 --set team=2 --set from=a=b")).isZero();

        assertThat(asked)
                .containsExactly(
                        new PlanQuestion("0007_events_sorting_key", "c0ffee", Map.of("team", "2", "from", "a=b"), 200));
        cli.run("plan 0007 --all");
        assertThat(asked.get(1).operations()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatIsNotRequiredIsNoFailure() {
        answers(new PlanReport(
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
        answers(new PlanReport(
                Outlook.UNKNOWN,
                List.of(REQUIRED),
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
        answers(report(
                Outlook.REFUSED,
                REQUIRED,
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
        cli.questions.answer =
                question -> new Asked.Declined(WORKER, "it has another version of 0007_events_sorting_key");

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

    @Test
    void onATerminalRunShowsItInShortAndAsks() {
        asksForANewRun();
        answers(report(Outlook.REFUSED, REQUIRED, NO_ROOM));
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
        assertThat(asked).isEmpty();
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

    private void asksForANewRun() {
        cli.search.runs.add(Found.details(Runs.run(RunState.REFUSED, Progress.NONE)));
        cli.runs.answer = request -> new Enqueued.New(Runs.run(RunState.QUEUED, Progress.NONE), 12);
    }

    private static PlanReport rebuilds() {
        RebuildReport copied = new RebuildReport(
                "events",
                List.of(
                        new Change("sorting key", "id", "(team_id, toDate(timestamp))"),
                        new Change("column person_id", "", "UUID"),
                        new Change("column legacy", "String", "")),
                false,
                List.of(
                        "the keys change: every row is written anew",
                        "merges go on: rows keep the number of their block"),
                20_000_000,
                1_234_567_890,
                "14d");
        RebuildReport linked = new RebuildReport(
                "sessions",
                List.of(new Change("engine", "MergeTree", "ReplacingMergeTree(version)")),
                true,
                List.of("keys and columns stay as they are: partitions are linked, no row is copied"),
                500_000,
                12_345_678,
                "0s");
        return new PlanReport(
                Outlook.GO,
                List.of(REQUIRED),
                Map.of(),
                Optional.empty(),
                List.of(rebuild(1, copied, 20_000_000), rebuild(2, linked, 0)),
                2,
                List.of(),
                0,
                Optional.of(new CostReport(
                        new Amount(20_000_000, true),
                        new Amount(1_234_567_890, true),
                        new Amount(1_234_567_890, true),
                        Optional.of(new TimeReport(1, 4_000_000, 800, 16, 80, true)),
                        List.of())));
    }

    private static OperationReport rebuild(int index, RebuildReport rebuild, long rows) {
        return new OperationReport(
                index,
                "rebuildTable " + rebuild.table(),
                "BUILT_IN",
                "rebuildTable: " + rebuild.table(),
                Map.of(),
                List.of("give %s back the shape that it had".formatted(rebuild.table())),
                Optional.empty(),
                "RESUME",
                false,
                Optional.empty(),
                Optional.of(rows),
                Optional.of(rebuild.linked() ? 0 : rebuild.tableBytes()),
                Optional.of(rebuild));
    }

    private static PlanReport report(Outlook outlook, CheckReport... checks) {
        List<OperationReport> operations = List.of(
                new OperationReport(
                        1,
                        "copy 202403",
                        "CLICKHOUSE",
                        "INSERT INTO events_new SELECT * FROM events\nWHERE _partition_id = {partition:String}",
                        Map.of("partition", "202403", "team", "2"),
                        List.of("ALTER TABLE events_new DROP PARTITION ID {partition:String}"),
                        Optional.empty(),
                        "ROLLBACK",
                        false,
                        Optional.empty(),
                        Optional.of(20_000_000L),
                        Optional.of(1_234_567_890L),
                        Optional.empty()),
                new OperationReport(
                        2,
                        "drop the old table",
                        "CLICKHOUSE",
                        "DROP TABLE events_old",
                        Map.of("team", "2"),
                        List.of(),
                        Optional.of("SELECT count() = 0 FROM system.tables WHERE name = 'events_old'"),
                        "RESUME",
                        true,
                        Optional.of("10m"),
                        Optional.of(0L),
                        Optional.of(0L),
                        Optional.empty()));
        CostReport cost = new CostReport(
                new Amount(20_000_000, false),
                new Amount(1_234_567_890, false),
                new Amount(1_234_567_890, true),
                Optional.of(new TimeReport(1, 4_000_000, 800, 16, 80, false)),
                List.of("how many rows 'tidy up' writes nobody can say beforehand"));
        return new PlanReport(
                outlook,
                List.of(checks),
                Map.of("team", "2"),
                Optional.empty(),
                operations,
                5000,
                List.of("drop the old table"),
                1,
                Optional.of(cost));
    }
}
