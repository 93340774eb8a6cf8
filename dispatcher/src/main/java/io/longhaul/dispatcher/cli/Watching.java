package io.longhaul.dispatcher.cli;

import io.longhaul.common.run.RunId;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.follow.Follow;
import io.longhaul.dispatcher.follow.JsonLines;
import io.longhaul.dispatcher.follow.Lines;
import io.longhaul.dispatcher.follow.LiveLine;
import io.longhaul.dispatcher.follow.Onlooker;

/** Watches a run to its end, as the terminal allows; Ctrl-C leaves it to itself. */
final class Watching {

    private final Terminal terminal;
    private final Surroundings surroundings;

    Watching(Terminal terminal, Surroundings surroundings) {
        this.terminal = terminal;
        this.surroundings = surroundings;
    }

    /** Watches with prose; {@code comeBack} is the command that watches again. */
    Details toTheEnd(RunSearch search, RunId run, String comeBack) {
        return toTheEnd(search, run, comeBack, prose());
    }

    /** Watches with a line of JSON on {@code out} for each change. */
    Details inJson(RunSearch search, RunId run, String comeBack) {
        Onlooker sentencesOnly = new Lines(terminal::say, surroundings.clock().getZone());
        return toTheEnd(search, run, comeBack, new JsonLines(terminal::data, sentencesOnly));
    }

    private Details toTheEnd(RunSearch search, RunId run, String comeBack, Onlooker onlooker) {
        surroundings
                .interrupts()
                .meanwhile(
                        () -> terminal.say("\nNo longer watching; the run goes on. Come back with: " + comeBack),
                        ExitCode.DETACHED);
        try {
            return new Follow(search, run, onlooker)
                    .toTheEnd(surroundings.scheduler().get());
        } finally {
            surroundings.interrupts().usual();
        }
    }

    private Onlooker prose() {
        return terminal.errLive()
                ? new LiveLine(terminal::draw, terminal.width(), terminal.errColours())
                : new Lines(terminal::say, surroundings.clock().getZone());
    }
}
