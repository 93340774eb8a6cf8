package io.longhaul.dispatcher.follow;

import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.view.Json;
import io.longhaul.dispatcher.view.RunView;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the run as a line of JSON whenever anything but its heartbeat has changed. */
public final class JsonLines implements Onlooker {

    private final Consumer<String> out;
    private final Onlooker prose;
    private List<@Nullable Object> last = List.of();

    /** Lines for {@code out}, ended; sentences go to {@code prose}. */
    public JsonLines(Consumer<String> out, Onlooker prose) {
        this.out = out;
        this.prose = prose;
    }

    @Override
    public void see(Details now) {
        RunView view = RunView.of(now, false);
        List<@Nullable Object> essence = essence(view);
        if (!essence.equals(last)) {
            last = essence;
            out.accept(Json.line(view));
        }
    }

    private static List<@Nullable Object> essence(RunView view) {
        return Arrays.asList(
                view.state(),
                view.wish(),
                view.reason(),
                view.epoch(),
                view.operation(),
                view.queryId(),
                view.progress(),
                view.errors());
    }

    @Override
    public void hear(String sentence) {
        prose.hear(sentence);
    }

    @Override
    public void end() {
        prose.end();
    }
}
