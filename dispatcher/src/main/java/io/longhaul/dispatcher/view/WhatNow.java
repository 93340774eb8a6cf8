package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Spans;
import io.longhaul.dispatcher.text.Table.Cell;
import io.longhaul.dispatcher.text.Tone;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last column of the list: what a run is doing, what it waits for, or what somebody can do about it. */
final class WhatNow {

    private final List<Overview> all;
    private final Liveness liveness;
    private final ZoneId zone;
    private final ShortIds ids;

    WhatNow(List<Overview> all, Liveness liveness, ZoneId zone) {
        this.all = all;
        this.liveness = liveness;
        this.zone = zone;
        this.ids = new ShortIds(
                all.stream().map(line -> line.registered().migration()).toList());
    }

    Cell of(Overview line) {
        return line.run()
                .map(run -> new Cell(
                        Retirement.isRetired(line) ? ended(line, run) : now(line, run), next(line, run), Tone.PLAIN))
                .orElseGet(() -> Cell.of(Retirement.isRetired(line) ? "no worker ships it any more" : never(line)));
    }

    private String never(Overview line) {
        return prospect(line).obstacle(ids::of).orElseGet(() -> "→ longhaul run " + id(line));
    }

    /** Of a migration that never ran. */
    Prospect prospect(Overview line) {
        return Prospect.of(line.registered().terms(), all, liveness.vitals().application());
    }

    /** Where the state's own column says that it is retired. */
    private String ended(Overview line, Run run) {
        String now = now(line, run);
        return run.state().words() + (now.isEmpty() ? "" : ", " + now);
    }

    private String now(Overview line, Run run) {
        String now = standing(line, run);
        if (line.kept().isEmpty()) {
            return now;
        }
        String kept = KeptWords.of(line.kept(), zone);
        // A narrow terminal loses the end: of what is done the day is the news, of anything else how it stands.
        boolean isDone = run.state() == RunState.SUCCEEDED || run.state() == RunState.NOT_REQUIRED;
        return Stream.of(isDone ? kept : now, isDone ? now : kept)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private String standing(Overview line, Run run) {
        return switch (run.state()) {
            case QUEUED ->
                wish(run)
                        .or(() -> mismatch(line, run))
                        .or(() -> again(line))
                        .or(run::reason)
                        .orElseGet(() -> waitsFor(run));
            case STARTING -> silence(run).or(() -> doubt(line)).or(run::reason).orElse("looking at the start checks");
            case RUNNING, ROLLING_BACK ->
                silence(run)
                        .or(() -> doubt(line))
                        .or(() -> standstill(line, run))
                        .or(run::reason)
                        .or(() -> wish(run))
                        .orElseGet(() -> doing(line, run));
            case PAUSED, FAILED, ROLLBACK_FAILED, REFUSED, ROLLED_BACK, CANCELLED ->
                run.reason().orElse("");
            // Only somebody who vouched for it gave a reason.
            case SUCCEEDED -> run.reason().orElseGet(() -> took(run));
            case NOT_REQUIRED -> run.reason().orElse("nothing to do here");
        };
    }

    /** What somebody who reads this may do next, where there is something. */
    private String next(Overview line, Run run) {
        if (Retirement.isRetired(line)) {
            return "";
        }
        if (run.state() != RunState.QUEUED && mismatch(line, run).isPresent()) {
            return "→ longhaul show " + id(line);
        }
        return switch (run.state()) {
            case FAILED -> "→ longhaul resume %s | rollback %s".formatted(id(line), id(line));
            case ROLLBACK_FAILED, PAUSED -> "→ longhaul resume " + id(line);
            case REFUSED -> "→ longhaul run " + id(line);
            case RUNNING, ROLLING_BACK ->
                standstill(line, run)
                        .filter(still -> now(line, run).equals(still))
                        .map(still -> "→ longhaul pause %s --now".formatted(id(line)))
                        .orElse("");
            case QUEUED, STARTING, SUCCEEDED, ROLLED_BACK, NOT_REQUIRED, CANCELLED -> "";
        };
    }

    private String waitsFor(Run run) {
        Optional<Overview> holder = all.stream()
                .filter(other -> other.run().filter(WhatNow::hasSlot).isPresent())
                .findFirst();
        if (holder.isPresent()) {
            RunState state = holder.get().run().orElse(run).state();
            return "waits for %s (%s)".formatted(id(holder.get()), state.words());
        }
        return liveness.alive(Kind.WORKER).isEmpty() ? "waits for a worker; none is up" : "waits for a worker";
    }

    private Optional<String> mismatch(Overview line, Run run) {
        return Supply.mismatch(run, line.registered().shipping(), id(line));
    }

    private static boolean hasSlot(Run run) {
        return run.state().isOwned() || run.state() == RunState.PAUSED;
    }

    private Optional<String> silence(Run run) {
        return run.worker()
                .flatMap(liveness::worker)
                .filter(seen -> !Liveness.isAlive(seen))
                .map(Seen::sinceBeat)
                .map(span -> "worker %s silent for %s"
                        .formatted(run.worker().map(Object::toString).orElse("?"), Spans.of(span)));
    }

    private static Optional<String> doubt(Overview line) {
        return line.doubt().map(doubt -> "worker suspect: " + doubt);
    }

    /** Unless somebody has already asked for the end of the statement. */
    private static Optional<String> standstill(Overview line, Run run) {
        return line.stall()
                .filter(stall -> run.wish() == Wish.RUN || run.wish() == Wish.PAUSE)
                .map(stall -> "stalled %s: %s".formatted(Spans.of(stall.still()), stall.why()));
    }

    private static Optional<String> again(Overview line) {
        return line.backOff().map(left -> "again in " + Spans.of(left.plusMillis(999)));
    }

    /** What has been asked of it and has not happened yet. */
    static Optional<String> wish(Run run) {
        return switch (run.wish()) {
            case RUN -> Optional.empty();
            case PAUSE -> Optional.of("pauses after the statement in flight");
            case PAUSE_NOW -> Optional.of("is being paused");
            case STOP -> Optional.of("is being stopped");
            case ROLL_BACK -> Optional.of("is being stopped, to go back");
        };
    }

    private static String doing(Overview line, Run run) {
        Progress progress = run.progress();
        List<String> parts = new ArrayList<>();
        // What holds it back comes first: a narrow terminal loses the end.
        progress.doing().flatMap(Progress.Doing::throttled).ifPresent(parts::add);
        progress.doing()
                .map(doing -> doing.step().replace(" · ", ", "))
                .or(line::operation)
                .ifPresent(parts::add);
        if (progress.rowsPerSecond() > 0) {
            parts.add(Counts.rate(progress.rowsPerSecond()));
        }
        return parts.isEmpty() ? "first operation" : String.join(", ", parts);
    }

    private static String took(Run run) {
        List<String> parts = new ArrayList<>();
        if (run.startedAt().isPresent() && run.finishedAt().isPresent()) {
            parts.add("took "
                    + Spans.of(Duration.between(
                            run.startedAt().get(), run.finishedAt().get())));
        }
        if (run.progress().rowsDone() > 0) {
            parts.add(Counts.rows(run.progress().rowsDone()));
        }
        return String.join(", ", parts);
    }

    private String id(Overview line) {
        return ids.of(line.registered().migration());
    }
}
