package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.RunRequest;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RunCommandTest {

    private static final Run QUEUED = Runs.run(RunState.QUEUED, Progress.NONE);
    private static final Run SUCCEEDED = Runs.run(RunState.SUCCEEDED, Runs.HALFWAY);

    @AutoClose
    private final Cli cli = new Cli();

    RunCommandTest() {
        cli.found(Found.details(QUEUED));
        cli.runs.answer = request -> new Enqueued.New(QUEUED, 12);
    }

    @Test
    void aNewRunIsStoredSentAndPosted() {
        assertThat(cli.run("run 0007")).isZero();

        assertThat(cli.runs.requests)
                .containsExactly(new RunRequest(Runs.SORTING_KEY, Map.of(), "bob@here", Optional.empty()));
        assertThat(cli.publisher.sent).hasSize(1);
        assertThat(cli.outbox.published).containsExactly(12L);
        assertThat(cli.board).hasSize(1);
        assertThat(cli.out())
                .isEqualTo("0007_events_sorting_key   QUEUED   asked by alice@desk 2h04m ago, run 8f41c2d6\n");
        assertThat(cli.err()).isEqualTo("Watch it with: longhaul watch 0007\n");
    }

    @Test
    void whoAsksForARunThatCannotAllBeTakenBackHearsOfIt() {
        cli.search.runs.set(0, Found.oneWay(Found.details(QUEUED)));

        assertThat(cli.run("run 0007")).isZero();
        assertThat(cli.err())
                .isEqualTo("It cannot go back once 'drop the old table' has begun, which cannot be taken back."
                        + " See: longhaul show 0007 --plan\nWatch it with: longhaul watch 0007\n");
    }

    @Test
    void parametersKeyAndNameAreHandedOn() {
        cli.run("run 0007 --set team=2 --set from=a=b --key k1 --by carol");

        assertThat(cli.runs.requests)
                .containsExactly(new RunRequest(
                        Runs.SORTING_KEY, Map.of("team", "2", "from", "a=b"), "carol", Optional.of("k1")));
    }

    @Test
    void whatIsNoNameAndValueOrThereTwiceIsSaidBeforeAnybodyIsAsked() {
        assertThat(cli.run("run 0007 --set team=2 --set rows --set =5 --set team=3"))
                .isEqualTo(2);
        assertThat(cli.err()).isEqualTo("""
                longhaul: --set rows is no NAME=VALUE
                longhaul: --set =5 is no NAME=VALUE
                longhaul: --set team is there twice; leave one out
                """);
        assertThat(cli.runs.requests).isEmpty();
    }

    @Test
    void everyParameterThatIsWrongIsSaidInASentence() {
        cli.runs.answer =
                request -> new Enqueued.WronglyChosen(request.migration(), List.of("parameter a: …", "parameter b: …"));

        assertThat(cli.run("run 0007 --set a=1")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("longhaul: parameter a: …\nlonghaul: parameter b: …\n");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void aRunThatIsNotOverIsShownWithItsParametersWhateverWasAskedForNow() {
        Run with = Runs.with(QUEUED, Map.of("rows", "5", "note", "100 %s, and more"));
        cli.search.runs.set(0, Found.details(with));
        cli.runs.answer = request -> new Enqueued.Unfinished(with);

        assertThat(cli.run("run 0007 --set rows=6")).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo("0007_events_sorting_key has a run that is not over: it is queued,"
                        + " with note = \"100 %s, and more\", rows = 5.\n");
        assertThat(cli.out()).contains("parameters note = \"100 %s, and more\", rows = 5\n");
    }

    @Test
    void aBrokerThatIsAwayIsNoReasonToFail() {
        cli.publisher.takes = 0;

        assertThat(cli.run("run 0007")).isZero();
        assertThat(cli.outbox.published).isEmpty();
        assertThat(cli.board).hasSize(1);
        assertThat(cli.err())
                .startsWith("Queued; RabbitMQ cannot be reached (connection refused), the reaper will send it.\n");
    }

    @Test
    void theSameKeyFindsTheSameRunAndSendsNothing() {
        cli.runs.answer = request -> new Enqueued.Known(QUEUED);

        assertThat(cli.run("run 0007 --key k1")).isZero();
        assertThat(cli.publisher.sent).isEmpty();
        assertThat(cli.out()).contains("run 8f41c2d6");
        assertThat(cli.err()).startsWith("This key has asked for it before.\n");
    }

    @Test
    void aRunThatIsNotOverIsShown() {
        cli.runs.answer = request -> new Enqueued.Unfinished(QUEUED);

        assertThat(cli.run("run 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("0007_events_sorting_key has a run that is not over: it is queued.\n");
        assertThat(cli.out()).contains("you can    pause 0007 · stop 0007 · watch 0007");
    }

    @Test
    void aMigrationThatIsDoneIsRefused() {
        cli.runs.answer = request -> new Enqueued.Done(SUCCEEDED);

        assertThat(cli.run("run 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("0007_events_sorting_key is done already: it succeeded.\n");
    }

    @Test
    void whatIsRetiredIsNotRun() {
        cli.runs.answer = request -> new Enqueued.Retired(request.migration());

        assertThat(cli.run("run 0007")).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo("longhaul: 0007_events_sorting_key is retired: workers are up,"
                        + " and none of them ships it any more.\n");
    }

    @Test
    void aKeyOfAnotherMigrationIsRefused() {
        Run other = Runs.run(
                Runs.ID,
                new MigrationId("0008_other"),
                RunState.QUEUED,
                Progress.NONE,
                Optional.empty(),
                Runs.SINCE_ASKED);
        cli.runs.answer = request -> new Enqueued.KeyTaken(other);

        assertThat(cli.run("run 0007 --key k1")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("The key was used for 0008_other before, which is queued.\n");
    }

    @Test
    void jsonIsTheSameAsShows() {
        cli.run("run 0007 --output json");
        String asked = cli.out();
        Cli other = new Cli();
        other.found(Found.details(QUEUED));
        other.run("show 0007 --output json");

        assertThat(asked).isEqualTo(other.out()).contains("\"state\" : \"QUEUED\"");
        other.close();
    }

    @Test
    void whoWaitsSeesTheRunToItsEnd() {
        cli.search.story.add(Found.details(SUCCEEDED));

        assertThat(cli.run("run 0007 --wait")).isZero();
        assertThat(cli.out()).contains("SUCCEEDED").contains("took 1h52m");
        assertThat(cli.err()).contains("succeeded");
    }

    @Test
    void whoWaitsForARunThatFailsHearsOfIt() {
        cli.search.story.add(Found.details(Runs.because(RunState.FAILED, Runs.HALFWAY, "disk full on ch2")));

        assertThat(cli.run("run 0007 --wait")).isEqualTo(1);
        assertThat(cli.err()).contains("failed: disk full on ch2");
    }

    @Test
    void whoStopsWaitingHearsHowToComeBack() {
        cli.search.story.add(Found.details(SUCCEEDED));
        cli.run("run 0007 --wait");

        cli.onInterrupt.forEach(Runnable::run);

        assertThat(cli.err()).endsWith("the run goes on. Come back with: longhaul watch 0007\n");
    }
}
