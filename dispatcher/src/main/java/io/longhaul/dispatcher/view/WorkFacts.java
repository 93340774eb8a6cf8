package io.longhaul.dispatcher.view;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.RunSearch.Death;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run is at, or how it came to rest: the work, the statement, the worker. */
final class WorkFacts {

    private final Details details;
    private final Run run;

    WorkFacts(Details details) {
        this.details = details;
        this.run = details.run();
    }

    String label() {
        return switch (run.state()) {
            case QUEUED, PAUSED -> "waits";
            case STARTING, RUNNING, ROLLING_BACK -> "doing";
            case FAILED, ROLLBACK_FAILED, REFUSED, CANCELLED, NOT_REQUIRED -> "why";
            case SUCCEEDED, ROLLED_BACK -> "done";
        };
    }

    String text() {
        return switch (run.state()) {
            case QUEUED ->
                WhatNow.wish(run).map(wish -> wish + "; ").orElse("")
                        + run.reason().orElse("for a worker")
                        + ", for "
                        + Spans.of(details.inState())
                        + again();
            case PAUSED -> run.reason().map(reason -> reason + ", ").orElse("") + "for " + Spans.of(details.inState());
            case STARTING -> run.reason().orElse("looking at the start checks");
            case RUNNING, ROLLING_BACK -> join(doing());
            case FAILED, ROLLBACK_FAILED -> join(stopped());
            case REFUSED, CANCELLED, NOT_REQUIRED -> run.reason().orElse("no reason was stored");
            case SUCCEEDED, ROLLED_BACK -> join(finished());
        };
    }

    private String again() {
        return details.backOff()
                .map(left -> "; again in " + Spans.of(left.plusMillis(999)))
                .orElse("");
    }

    private List<String> doing() {
        List<String> parts = new ArrayList<>();
        run.reason().ifPresent(parts::add);
        operation().ifPresentOrElse(parts::add, () -> parts.add("first operation"));
        Progress progress = run.progress();
        progress.doing().map(Progress.Doing::step).ifPresent(parts::add);
        if (progress.rowsPerSecond() > 0) {
            parts.add(Counts.rate(progress.rowsPerSecond()));
        }
        progress.doing().map(doing -> doing.throttled().orElse("not throttled")).ifPresent(parts::add);
        rows(progress).ifPresent(parts::add);
        return parts;
    }

    private List<String> stopped() {
        List<String> parts = new ArrayList<>();
        String reason = run.reason().orElse("no reason was stored");
        parts.add(reason);
        OperationView.planned(details)
                .filter(planned -> !reason.contains(planned.name()))
                .ifPresent(planned -> parts.add("at " + words(planned)));
        parts.add(Spans.of(details.inState()) + " ago");
        return parts;
    }

    private List<String> finished() {
        List<String> parts = new ArrayList<>();
        run.reason().ifPresent(parts::add);
        run.startedAt()
                .flatMap(start -> run.finishedAt().map(end -> Duration.between(start, end)))
                .ifPresent(took -> parts.add("took " + Spans.of(took)));
        if (run.progress().rowsDone() > 0) {
            parts.add(Counts.rows(run.progress().rowsDone()));
        }
        details.plan()
                .ifPresent(plan -> parts.add(Counts.plural(plan.operations().size(), "operation")));
        parts.add(Spans.of(details.inState()) + " ago");
        return parts;
    }

    private Optional<String> operation() {
        return OperationView.planned(details).map(this::words);
    }

    private String words(PlannedOperation planned) {
        return "%s · operation %d of %d".formatted(planned.name(), planned.index(), planned());
    }

    private int planned() {
        return details.plan().map(plan -> plan.operations().size()).orElse(0);
    }

    private static Optional<String> rows(Progress progress) {
        if (progress.rowsExpected() > 0) {
            return Optional.of(
                    "%s of %s".formatted(Counts.of(progress.rowsDone()), Counts.rows(progress.rowsExpected())));
        }
        return progress.rowsDone() > 0 ? Optional.of(Counts.rows(progress.rowsDone())) : Optional.empty();
    }

    /** The newest statement and how it stands. */
    Optional<String> query() {
        return details.last().map(last -> last.query() + ", " + standing(last));
    }

    private String standing(Attempt last) {
        if (last.endedAt().isPresent()) {
            String took =
                    Spans.of(Duration.between(last.begunAt(), last.endedAt().get()));
            boolean failed =
                    last.result().filter(r -> r == Attempt.Result.FAILED).isPresent();
            return (failed ? "failed after " : "done in ") + took;
        }
        // By PostgreSQL's clock, like every instant here.
        String age = Spans.of(Duration.between(last.begunAt(), run.askedAt().plus(details.sinceAsked())));
        return run.state().isOwned() ? "running " + age : "sent %s ago, result not known".formatted(age);
    }

    /** Who has it in hand, or had it last. */
    Optional<String> worker() {
        if (run.worker().isEmpty() && details.deaths().isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        parts.add(run.worker()
                .map(worker ->
                        worker + details.host().map(host -> " on " + host).orElse(""))
                .orElse("none now"));
        if (run.state().isOwned()) {
            details.sinceBeat().ifPresent(span -> parts.add("beat %s ago".formatted(Spans.of(span))));
        }
        parts.add("epoch " + run.epoch());
        deaths().ifPresent(parts::add);
        return Optional.of(join(parts));
    }

    /** How often a worker died with it in hand, and how the last of these deaths went. */
    private Optional<String> deaths() {
        List<Death> deaths = details.deaths();
        if (deaths.isEmpty()) {
            return Optional.empty();
        }
        Death last = deaths.get(deaths.size() - 1);
        String count = deaths.size() == 1 ? "died once (" : "died %d times (last ".formatted(deaths.size());
        String ago = Spans.of(Duration.between(last.at(), run.askedAt().plus(details.sinceAsked())));
        String after = last.goneOn()
                .map(goneOn -> ", going on after " + Spans.of(Duration.between(last.at(), goneOn)))
                .orElse("");
        return Optional.of("%se%s, %s ago)%s".formatted(count, last.epoch(), ago, after));
    }

    private static String join(List<String> parts) {
        return String.join(" · ", parts);
    }
}
