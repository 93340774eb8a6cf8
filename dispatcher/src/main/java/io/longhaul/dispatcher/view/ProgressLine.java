package io.longhaul.dispatcher.view;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Spans;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The progress of a run in one line. */
public final class ProgressLine {

    private ProgressLine() {}

    /** With time and state in front: {@code 12:31:05 running 41%, 8.20M of 20.0M rows, …}. */
    public static String of(Details details, ZoneId zone) {
        Run run = details.run();
        Instant now = run.askedAt().plus(details.sinceAsked());
        StringBuilder line = new StringBuilder();
        line.append(Spans.clock(now, now, zone)).append(' ').append(run.state().words());
        if (isMoving(run)) {
            line.append(' ').append(run.progress().percent()).append("%, ").append(String.join(", ", parts(details)));
        }
        run.reason().ifPresent(reason -> line.append(": ").append(reason));
        return line.toString();
    }

    private static boolean isMoving(Run run) {
        return run.state() == RunState.RUNNING || run.state() == RunState.ROLLING_BACK;
    }

    /** What stands beside a progress bar: rows, rate, time left, operation. */
    public static List<String> parts(Details details) {
        Run run = details.run();
        if (!isMoving(run)) {
            return List.of(run.state().words()
                    + run.reason().map(reason -> ": " + reason).orElse(""));
        }
        Progress progress = run.progress();
        List<String> parts = new ArrayList<>();
        if (progress.rowsExpected() > 0) {
            parts.add("%s of %s".formatted(Counts.of(progress.rowsDone()), Counts.rows(progress.rowsExpected())));
        }
        if (progress.rowsPerSecond() > 0) {
            parts.add(Counts.rate(progress.rowsPerSecond()));
        }
        progress.left().ifPresent(left -> parts.add(Spans.about(left) + " left"));
        progress.doing().flatMap(Progress.Doing::throttled).ifPresent(parts::add);
        parts.add(progress.doing()
                .map(Progress.Doing::step)
                .or(() -> OperationView.planned(details).map(PlannedOperation::name))
                .orElse("first operation"));
        return parts;
    }
}
