package io.longhaul.dispatcher.follow;

import io.longhaul.common.run.Progress;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.text.Bar;
import io.longhaul.dispatcher.text.Tone;
import io.longhaul.dispatcher.view.ProgressLine;
import java.util.function.Consumer;

/** One line of a terminal, drawn again and again: percent, bar, rows, rate, time left, operation. */
public final class LiveLine implements Onlooker {

    private static final int BAR = 24;
    private static final String ERASE_TO_END = "\u001b[K";

    private final Consumer<String> out;
    private final int width;
    private final boolean colours;

    /** A line of at most {@code width} characters for {@code out}, which prints what it gets and no more. */
    public LiveLine(Consumer<String> out, int width, boolean colours) {
        this.out = out;
        this.width = width;
        this.colours = colours;
    }

    @Override
    public void see(Details now) {
        Progress progress = now.run().progress();
        String left = "%3d%% ".formatted(progress.percent());
        String right = "  " + String.join(", ", ProgressLine.parts(now));
        // A terminal that is narrower than all of it loses the end, never the bar.
        int room = Math.max(0, width - left.length() - BAR - 1);
        if (right.length() > room) {
            right = right.substring(0, Math.max(0, room - 1)) + "…";
        }
        out.accept("\r" + left + Tone.BUSY.paint(Bar.of(progress.fraction(), BAR), colours) + right + ERASE_TO_END);
    }

    @Override
    public void hear(String sentence) {
        out.accept("\r" + sentence + ERASE_TO_END + "\n");
    }

    @Override
    public void end() {
        out.accept("\n");
    }
}
