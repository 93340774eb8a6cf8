package io.longhaul.dispatcher.follow;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.view.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the progress in lines, for logs and pipes: at each change of state or operation, and every few seconds. */
public final class Lines implements Onlooker {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Consumer<String> out;
    private final ZoneId zone;
    private @Nullable Instant told;
    private @Nullable RunState state;
    private @Nullable String reason;

    /** Lines for {@code out}, which ends them; {@code zone} is that of their reader. */
    public Lines(Consumer<String> out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    @Override
    public void see(Details now) {
        Run run = now.run();
        // PostgreSQL's clock, so that a test needs none.
        Instant moment = run.askedAt().plus(now.sinceAsked());
        boolean changed = run.state() != state || !Objects.equals(run.reason().orElse(null), reason);
        boolean due = told == null || !moment.isBefore(told.plus(EVERY));
        if (changed || (due && run.state().isOwned())) {
            told = moment;
            state = run.state();
            reason = run.reason().orElse(null);
            out.accept(ProgressLine.of(now, zone));
        }
    }

    @Override
    public void hear(String sentence) {
        out.accept(sentence);
    }

    @Override
    public void end() {}
}
