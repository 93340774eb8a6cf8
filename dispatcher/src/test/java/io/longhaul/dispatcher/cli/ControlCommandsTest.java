package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Outbox.Entry;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlCommandsTest {

    private static final Run RUNNING = Runs.run(RunState.RUNNING, Runs.HALFWAY);
    private static final Run QUEUED = Runs.run(RunState.QUEUED, Progress.NONE);
    private static final Run SUCCEEDED = Runs.run(RunState.SUCCEEDED, Runs.HALFWAY);

    @AutoClose
    private final Cli cli = new Cli();

    @ParameterizedTest
    @CsvSource({
        "pause 0007, pause",
        "pause 0007 --now, pause now",
        "resume 0007, resume",
        "stop 0007, stop",
        "stop 0007 --no-rollback, stop",
        "stop 0007 --rollback, stop and roll back",
        "rollback 0007, roll back",
        "rollback --run 8f41, roll back",
        "resume 0007 --lost=gone, 'resume, lost is GONE'",
        "rollback 0007 --lost there, 'roll back, lost is THERE'"
    })
    void eachCommandAsksForWhatItSays(String line, String asked) {
        cli.found(Found.details(RUNNING));
        cli.controls.answer = Optional.of(new Answer.Asked(RUNNING));

        assertThat(cli.run(line + " --reason slow --by carol")).isZero();
        assertThat(cli.controls.asked).containsExactly(asked + " 8f41c2d6 by carol: slow");
        assertThat(cli.publisher.sent)
                .as("the worker hears of it from PostgreSQL")
                .isEmpty();
    }

    @Test
    void whatTheWorkerHasToDoIsSaidToBeAsked() {
        cli.found(Found.details(RUNNING));
        cli.controls.answer = Optional.of(new Answer.Asked(RUNNING));
        cli.run("pause 0007");

        assertThat(cli.controls.asked).containsExactly("pause 8f41c2d6 by bob@here: ");
        assertThat(cli.err()).isEqualTo("Its worker has been told. Watch it with: longhaul watch 0007\n");
        assertThat(cli.out()).startsWith("0007_events_sorting_key   RUNNING  41%");
    }

    @Test
    void whatTheNextWorkerHasToDoIsSaidToWaitForIt() {
        cli.found(Found.details(QUEUED));
        cli.controls.answer = Optional.of(new Answer.Asked(QUEUED));

        assertThat(cli.run("stop 0007")).isZero();
        assertThat(cli.err())
                .isEqualTo("Stored. Its next worker first sees to the statement that its last one may have left."
                        + " Watch it with: longhaul watch 0007\n");
    }

    @Test
    void whatHasHappenedIsSentAndPostedAtOnce() {
        cli.found(Found.details(QUEUED));
        cli.controls.answer = Optional.of(new Answer.Done(QUEUED));
        cli.outbox.young.add(new Entry(7, new WakeUp(Runs.ID, Runs.SORTING_KEY, 2, Direction.FORWARD)));

        assertThat(cli.run("resume 0007")).isZero();
        assertThat(cli.publisher.sent).hasSize(1);
        assertThat(cli.outbox.published).containsExactly(7L);
        assertThat(cli.board).hasSize(1);
        assertThat(cli.err()).isEqualTo("Watch it with: longhaul watch 0007\n");
    }

    @Test
    void aBrokerThatIsAwayIsNoReasonToFail() {
        cli.found(Found.details(QUEUED));
        cli.controls.answer = Optional.of(new Answer.Done(QUEUED));
        cli.outbox.young.add(new Entry(7, new WakeUp(Runs.ID, Runs.SORTING_KEY, 2, Direction.FORWARD)));
        cli.publisher.takes = 0;

        assertThat(cli.run("resume 0007")).isZero();
        assertThat(cli.err())
                .startsWith("Stored; RabbitMQ cannot be reached (connection refused), the reaper will send it.\n");
    }

    @Test
    void whoComesTooLateHearsHowItIs() {
        cli.found(Found.details(SUCCEEDED));
        cli.controls.answer = Optional.of(new Answer.TooLate(SUCCEEDED));

        assertThat(cli.run("stop 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("Too late: it is succeeded since 04:03:15.\n");
        assertThat(cli.out()).contains("SUCCEEDED");
    }

    @Test
    void whatCannotBeTakenBackIsNamed() {
        cli.found(Found.details(SUCCEEDED));
        cli.controls.answer = Optional.of(new Answer.Irreversible(SUCCEEDED, "drop the old table"));

        assertThat(cli.run("rollback 0007")).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo("It cannot go back across 'drop the old table', which cannot be taken back."
                        + " See: longhaul show 0007 --plan\n");
    }

    @Test
    void aDefinitionThatHasChangedIsShownByWhatDiffers() {
        Run failed = Runs.run(RunState.FAILED, Runs.HALFWAY);
        cli.found(Found.details(failed));
        cli.search.sources.put(failed.checksum(), """
                description: What it was for
                operations:
                  - name: copy
                    clickhouse: INSERT INTO events_new SELECT * FROM events
                  - name: new table
                    clickhouse: CREATE TABLE events_new AS events ORDER BY team_id
                """);
        cli.controls.answer = Optional.of(new Answer.OtherDefinition(failed));

        assertThat(cli.run("resume 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("""
                0007_events_sorting_key has changed since this run was asked for, and no worker that is up has it as it was:
                  - copy
                  ~ new table
                Start a worker that has it as it was, then ask again; another could leave it half done.
                """);
        assertThat(cli.publisher.sent).isEmpty();
    }

    @Test
    void aChangedDefinitionOfARunThatNeverBeganIsNoReasonToKeepIt() {
        cli.found(Found.details(QUEUED));
        cli.controls.answer = Optional.of(new Answer.OtherDefinition(QUEUED));

        assertThat(cli.run("stop 0007 --rollback")).isEqualTo(3);
        assertThat(cli.err()).endsWith("""
                        ; what has changed in it is not known.
                        It has not begun: 'longhaul stop 0007' ends it, then ask for a new run.
                        """);
    }

    @Test
    void whoWantsBackToATableThatIsDroppedHearsIt() {
        cli.found(Found.details(SUCCEEDED));
        cli.controls.answer = Optional.of(new Answer.CleanedUp(SUCCEEDED, "events__lh_old_20260312_8f41c2d6_1", false));

        assertThat(cli.run("rollback 0007")).isEqualTo(3);
        assertThat(cli.err())
                .isEqualTo(
                        "It cannot go back: the old table events__lh_old_20260312_8f41c2d6_1 was dropped when its day"
                                + " had come. See: longhaul history 0007\n");
    }

    @Test
    void whoComesWhileAWorkerCleansUpIsToldToAskAgain() {
        cli.found(Found.details(SUCCEEDED));
        cli.controls.answer = Optional.of(new Answer.CleanedUp(SUCCEEDED, "events", true));

        assertThat(cli.run("rollback 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("A worker is just cleaning up after it (events). Ask again in a moment.\n");
    }

    @Test
    void anotherRunInTheWayIsNamed() {
        cli.found(Found.details(SUCCEEDED));
        cli.controls.answer = Optional.of(new Answer.OtherRun(SUCCEEDED, QUEUED));

        assertThat(cli.run("rollback 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("Run 8f41c2d6 of the same migration is not over: it is queued.\n");
    }

    @Test
    void aMigrationThatNeverRanCannotBeAskedAnything() {
        assertThat(cli.run("pause 0007")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("longhaul: 0007 has never run.\n");
    }
}
