package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Events.Event;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Errors;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HistoryCommandTest {

    private static final Run RUNNING = Runs.with(
            Runs.run(RunState.RUNNING, Runs.HALFWAY), Map.of("rows", "1000000", "oldest", "2020-01-01 00:00:00"));

    @AutoClose
    private final Cli cli = new Cli();

    @Test
    void theHistoryTellsTheWholeStoryInOrder() {
        story();
        cli.run("history 0007");

        Golden.assertMatches("history.txt", cli.out());
    }

    @Test
    void theHistoryIsJsonForPrograms() {
        story();
        cli.run("history 0007 --output json");

        Golden.assertMatches("history.json", cli.out());
    }

    private void story() {
        cli.found(Found.details(RUNNING, Errors.errorOfACheck("free disk 3 GiB")));
        cli.events.story.add(
                new Event(RUNNING.askedAt(), "asked", 0, Optional.of("alice@desk"), "asked for by alice@desk"));
        cli.events.story.add(new Event(
                RUNNING.askedAt().plusSeconds(2), "claimed", 1, Optional.of("w-6e2"), "claimed by w-6e2, epoch 1"));
        cli.events.story.add(new Event(
                RUNNING.askedAt().plusSeconds(600),
                "taken-over",
                2,
                Optional.of("r-11aa"),
                "taken from w-6e2 (epoch 1, running): worker w-6e2 was silent for 15 s; goes on"));
        Found.details(RUNNING).last().ifPresent(cli.journal.attempts::add);
    }
}
