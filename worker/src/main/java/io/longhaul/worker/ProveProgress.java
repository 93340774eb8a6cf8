package io.longhaul.worker;

import io.longhaul.common.config.Durations;
import io.longhaul.worker.prove.Audience;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Says how far a proof is: on a terminal in one line that changes, else in a line now and then. */
final class ProveProgress implements Audience {

    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);
    private static final int WIDTH = 60;

    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long toldAt;
    private boolean told;
    private boolean onALine;

    ProveProgress(PrintStream err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void hear(String sentence) {
        end();
        err.println(sentence);
    }

    @Override
    public void reached(int round, int of, Optional<Duration> left) {
        String words = "%d of %d runs%s"
                .formatted(
                        round,
                        of,
                        left.filter(time -> round < of)
                                .map(time -> ", about %s left"
                                        .formatted(Durations.text(Duration.ofSeconds(Math.max(1, time.toSeconds())))))
                                .orElse(""));
        long now = nanoTime.getAsLong();
        if (terminal) {
            err.printf("\r%-" + WIDTH + "s", words);
            err.flush();
            onALine = true;
        } else if (!told || round == of || now - toldAt > NOW_AND_THEN.toNanos()) {
            err.println(words);
            toldAt = now;
            told = true;
        }
    }

    /** What is written next begins on a line of its own. */
    void end() {
        if (onALine) {
            err.println();
            onALine = false;
        }
    }
}
