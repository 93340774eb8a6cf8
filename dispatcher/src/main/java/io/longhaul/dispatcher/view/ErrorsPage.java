package io.longhaul.dispatcher.view;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.text.Facts;
import io.longhaul.dispatcher.text.Spans;
import io.longhaul.dispatcher.text.Tone;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All errors of a run, oldest first; none of their words is left out. */
public final class ErrorsPage {

    private final Details details;
    private final ZoneId zone;

    /** The page; {@code zone} is that of its reader. */
    public ErrorsPage(Details details, ZoneId zone) {
        this.details = details;
        this.zone = zone;
    }

    /** For programs. */
    public List<ErrorView> views() {
        return details.errors().stream().map(ErrorView::of).toList();
    }

    /** For people, each line ended; empty where there is none. */
    public String draw(int width, boolean colours) {
        Facts facts = new Facts(width, colours);
        Instant now = details.run().askedAt().plus(details.sinceAsked());
        for (ErrorView error : views()) {
            facts.add(Spans.clock(error.at(), now, zone), where(error));
            facts.add(
                    "",
                    "%s %s: %s%s"
                            .formatted(
                                    error.source(),
                                    error.code(),
                                    error.message(),
                                    error.fate().map(" (%s)"::formatted).orElse("")),
                    error.isTransient() ? Tone.PLAIN : Tone.BAD,
                    Integer.MAX_VALUE);
        }
        return facts.draw();
    }

    private String where(ErrorView error) {
        List<String> parts = new ArrayList<>();
        Optional.ofNullable(error.operation()).map(this::operation).ifPresent(parts::add);
        Optional.ofNullable(error.attempt()).ifPresent(attempt -> parts.add("attempt " + attempt));
        parts.add("epoch " + error.epoch());
        Optional.ofNullable(error.worker()).ifPresent(worker -> parts.add("worker " + worker));
        Optional.ofNullable(error.queryId()).ifPresent(parts::add);
        return String.join(" · ", parts);
    }

    private String operation(int index) {
        return "operation %d%s"
                .formatted(
                        index,
                        details.plan()
                                .flatMap(plan -> OperationView.planned(plan, index))
                                .map(PlannedOperation::name)
                                .map(name -> ", " + name)
                                .orElse(""));
    }
}
