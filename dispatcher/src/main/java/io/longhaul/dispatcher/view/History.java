package io.longhaul.dispatcher.view;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.Events.Event;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.RunError;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Facts;
import io.longhaul.dispatcher.text.Spans;
import io.longhaul.dispatcher.text.Tone;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The whole story of a run, in order: what was asked and happened, each attempt, each error. */
public final class History {

    private final Details details;
    private final List<Line> lines;

    public History(Details details, List<Event> events, List<Attempt> attempts) {
        this.details = details;
        List<Line> all = new ArrayList<>();
        events.forEach(event -> all.add(Line.of(event, details.run())));
        attempts.forEach(attempt -> all.add(line(attempt)));
        details.errors().forEach(error -> all.add(Line.of(error)));
        // Stable: what carries the same instant stays in the order in which it was stored.
        all.sort(Comparator.comparing(Line::at));
        this.lines = List.copyOf(all);
    }

    /** For programs. */
    public List<Line> lines() {
        return lines;
    }

    /** For people, each line ended. */
    public String draw(int width, boolean colours, ZoneId zone) {
        Facts facts = new Facts(width, colours);
        Instant now = details.run().askedAt().plus(details.sinceAsked());
        for (Line line : lines) {
            String who = line.actor == null || line.text.contains(line.actor) ? "" : " (%s)".formatted(line.actor);
            facts.add(
                    Spans.clock(line.at, now, zone),
                    "e%d  %s%s".formatted(line.epoch, line.text, who),
                    line.kind.equals("error") ? Tone.BAD : Tone.PLAIN,
                    Integer.MAX_VALUE);
        }
        return facts.draw();
    }

    private Line line(Attempt attempt) {
        String name = details.plan()
                .flatMap(plan -> OperationView.planned(plan, attempt.operation()))
                .map(PlannedOperation::name)
                .orElse("operation " + attempt.operation());
        String what = attempt.direction() == Direction.FORWARD ? name : "taking back " + name;
        String text = "%s, %s: %s".formatted(what, attempt.query(), outcome(attempt));
        return new Line(
                attempt.begunAt(),
                "attempt",
                attempt.epoch().value(),
                attempt.worker().value(),
                text,
                attempt.operation(),
                attempt.query().value(),
                null);
    }

    private static String outcome(Attempt attempt) {
        if (attempt.result().isEmpty() || attempt.endedAt().isEmpty()) {
            return "result not known";
        }
        String took =
                Spans.of(Duration.between(attempt.begunAt(), attempt.endedAt().get()));
        String rows = attempt.rows() > 0 ? ", " + Counts.rows(attempt.rows()) : "";
        return switch (attempt.result().get()) {
            case DONE -> "done in " + took + rows;
            case FOUND_DONE -> "found done" + rows;
            case FAILED -> "failed after " + took;
            case LOST -> "was done, and is lost since the target was restored";
        };
    }

    /**
     * One line of the story.
     *
     * @param at by PostgreSQL's clock
     * @param kind one word: that of an event, or {@code attempt}, or {@code error}
     * @param actor who did it
     * @param operation index in the plan; null where it was none
     * @param queryId of the statement on the target; null where there was none
     * @param parameters of the run, where it was asked for; null elsewhere
     */
    public record Line(
            Instant at,
            String kind,
            long epoch,
            @Nullable String actor,
            String text,
            @Nullable Integer operation,
            @Nullable String queryId,
            @Nullable Map<String, String> parameters) {

        static Line of(Event event, Run run) {
            boolean asked = event.kind().equals("asked");
            String with = asked && !run.parameters().isEmpty() ? ", with " + Chosen.line(run.parameters()) : "";
            return new Line(
                    event.at(),
                    event.kind(),
                    event.epoch(),
                    event.actor().orElse(null),
                    event.text() + with,
                    null,
                    null,
                    asked ? new TreeMap<>(run.parameters()) : null);
        }

        static Line of(RunError error) {
            return new Line(
                    error.at(),
                    "error",
                    error.epoch(),
                    error.worker().map(Object::toString).orElse(null),
                    text(error),
                    error.operation().orElse(null),
                    error.query().map(Object::toString).orElse(null),
                    null);
        }

        private static String text(RunError error) {
            return error.retriedAfter()
                    .flatMap(retried -> ErrorView.of(error).fate())
                    .map(fate -> "%s (%s)".formatted(error.failure(), fate))
                    .orElseGet(() -> error.failure().toString());
        }
    }
}
