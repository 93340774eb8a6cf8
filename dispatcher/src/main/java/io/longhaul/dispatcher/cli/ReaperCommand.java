package io.longhaul.dispatcher.cli;

import io.longhaul.dispatcher.reap.Reaper;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code longhaul reaper}. */
@Command(
        name = "reaper",
        description = {
            "Stays and looks after all runs.",
            "Sends the wake-ups that RabbitMQ has not confirmed, and wakes workers again for runs that nobody claimed."
                    + " Goes on through the absence of any service. Several at once do no harm. SIGTERM ends it."
        },
        footer = {"", "Example:", "  longhaul reaper"})
final class ReaperCommand implements Callable<Integer> {

    private final Supplier<Reaper> reapers;
    private final Surroundings surroundings;

    ReaperCommand(Supplier<Reaper> reapers, Surroundings surroundings) {
        this.reapers = reapers;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Reaper reaper = reapers.get();
        surroundings.interrupts().meanwhile(reaper::leave, ExitCode.DONE);
        try {
            reaper.start(surroundings.scheduler().get()).join();
        } finally {
            surroundings.interrupts().usual();
        }
        return ExitCode.DONE.number();
    }
}
