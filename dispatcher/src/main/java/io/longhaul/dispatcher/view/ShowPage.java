package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.Kept;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.dispatcher.text.Facts;
import io.longhaul.dispatcher.text.Spans;
import io.longhaul.dispatcher.text.Tone;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All that on-call needs of one run, on one screen. */
public final class ShowPage {

    private static final int NEWEST_ERRORS = 5;
    private static final int LINES_OF_AN_ERROR = 3;

    private final Details details;
    private final Liveness liveness;
    private final Run run;
    private final String id;
    private final String redisCli;
    private final ZoneId zone;

    /**
     * The page.
     *
     * @param vitals who is up
     * @param id what its reader types for the migration
     * @param redisCli the command with the options that reach our Redis
     * @param zone of its reader
     */
    public ShowPage(Details details, Vitals vitals, String id, String redisCli, ZoneId zone) {
        this.details = details;
        this.liveness = new Liveness(vitals);
        this.run = details.run();
        this.id = id;
        this.redisCli = redisCli;
        this.zone = zone;
    }

    /** The page as text, each line ended. */
    public String draw(int width, boolean colours) {
        Facts facts = new Facts(width, colours);
        facts.add("what", details.registered().description());
        if (!run.parameters().isEmpty()) {
            facts.add("parameters", Chosen.line(run.parameters()));
        }
        WorkFacts work = new WorkFacts(details);
        facts.add(work.label(), work.text());
        work.query().ifPresent(query -> facts.add("query", query));
        work.worker().ifPresent(worker -> facts.add("worker", worker));
        details.stall()
                .ifPresent(stall -> facts.add(
                        "stalled",
                        "for %s: %s · pause %s --now kills the statement"
                                .formatted(Spans.of(stall.still()), stall.why(), id),
                        Tone.WAITING,
                        3));
        if (run.state().isOwned()) {
            details.health()
                    .ifPresent(health -> facts.add(
                            "health", "%s, %s ago".formatted(health.words(), Spans.of(health.age())), Tone.PLAIN, 3));
        }
        details.doubt().ifPresent(doubt -> facts.add("", "suspect: " + doubt, Tone.WAITING, 2));
        Supply.gap(run, details.registered().shipping(), id)
                .ifPresent(gap -> facts.add("definition", gap, Tone.BAD, 2));
        if (!run.state().hasStopped() && liveness.alive(Kind.REAPER).isEmpty()) {
            facts.add("reaper", "none is up: nobody takes the run over when its worker dies", Tone.BAD, 2);
        }
        details.kept().forEach(kept -> left(facts, kept));
        facts.add("task", "%s GET celery-task-meta-%s".formatted(redisCli, run.id()));
        errors(facts);
        if (!details.earlier().isEmpty()) {
            facts.add("before", earlier());
        }
        facts.add("you can", String.join(" · ", Choices.of(run, id)));
        return head(colours) + "\n" + facts.draw();
    }

    private void left(Facts facts, Kept kept) {
        String words = KeptWords.of(kept, zone);
        switch (kept.kind()) {
            case OLD_TABLE ->
                facts.add(
                        "backup",
                        "%s · %s".formatted(kept.table(), words),
                        kept.trouble().isPresent() ? Tone.WAITING : Tone.PLAIN,
                        2);
            case SETTINGS ->
                facts.add(
                        "merges",
                        "%s, so its parts grow in number · %s"
                                .formatted(
                                        words,
                                        run.state() == RunState.PAUSED
                                                ? "on again at the end of the run"
                                                : "on again when the run is resumed to its end or rolled back, or after setting abandoned-after"),
                        Tone.WAITING,
                        2);
        }
    }

    /** The first line: which run, where it stands, who wanted it. */
    public String head(boolean colours) {
        StringBuilder line = new StringBuilder();
        line.append(Tone.STRONG.paint(run.migration().value(), colours)).append("   ");
        line.append(StateWords.tone(run.state()).paint(run.state().words().toUpperCase(Locale.ROOT), colours));
        if (run.state().isOwned() || run.progress().fraction() > 0) {
            line.append("  ").append(run.progress().percent()).append('%');
        }
        if (run.state() == RunState.RUNNING || run.state() == RunState.ROLLING_BACK) {
            run.progress()
                    .left()
                    .ifPresent(left -> line.append("  ")
                            .append(Spans.about(left))
                            .append(" left")
                            .append(band()));
        }
        String since = Spans.since(run.askedAt(), details.sinceAsked(), zone);
        String when = details.sinceAsked().toDays() < 1 ? since + " ago" : "on " + since;
        line.append("   asked by %s %s, run %s"
                .formatted(run.askedBy(), when, run.id().brief()));
        return line.toString();
    }

    private String band() {
        return run.progress()
                .band()
                .map(band -> " (%s-%s)".formatted(Spans.of(band.shortest()), Spans.of(band.longest())))
                .orElse("");
    }

    private void errors(Facts facts) {
        List<ErrorView> errors = details.errors().stream().map(ErrorView::of).toList();
        if (errors.isEmpty()) {
            facts.add("errors", "none");
            return;
        }
        int hidden = Math.max(0, errors.size() - NEWEST_ERRORS);
        facts.add(
                "errors",
                errors.size() + (hidden == 0 ? "" : ", the newest of them; all: longhaul errors %s".formatted(id)));
        Instant now = run.askedAt().plus(details.sinceAsked());
        for (ErrorView error : errors.subList(hidden, errors.size())) {
            String where = (error.operation() == null ? "" : ", operation " + error.operation())
                    + (error.isTransient()
                            ? error.fate().map(fate -> ", " + fate).orElse("")
                            : "");
            facts.add(
                    "",
                    "%s epoch %d%s: %s %s: %s"
                            .formatted(
                                    Spans.clock(error.at(), now, zone),
                                    error.epoch(),
                                    where,
                                    error.source(),
                                    error.code(),
                                    error.message()),
                    StateWords.needsSomebody(run.state()) && !error.isTransient() ? Tone.BAD : Tone.PLAIN,
                    LINES_OF_AN_ERROR);
        }
    }

    private String earlier() {
        String runs = details.earlier().stream().map(RunId::brief).collect(Collectors.joining(" "));
        return "%s · show %s --run %s"
                .formatted(runs, id, details.earlier().get(0).brief());
    }
}
