package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.dispatcher.text.Spans;
import io.longhaul.dispatcher.text.Table;
import io.longhaul.dispatcher.text.Table.Cell;
import io.longhaul.dispatcher.text.Tone;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** The first screen of the night: a line for each migration, and beneath them who and what is up. */
public final class ListPage {

    private final List<Overview> all;
    private final List<Overview> overview;
    private final Liveness liveness;
    private final ZoneId zone;

    /**
     * The page.
     *
     * @param all migrations
     * @param shown those of them that have a line
     * @param zone of its reader
     */
    public ListPage(List<Overview> all, List<Overview> shown, Vitals vitals, ZoneId zone) {
        this.all = List.copyOf(all);
        this.overview = List.copyOf(shown);
        this.liveness = new Liveness(vitals);
        this.zone = zone;
    }

    /** The migrations, a line each; empty where none is registered. */
    public String table(int width, boolean colours) {
        if (overview.isEmpty()) {
            return "";
        }
        Table table = new Table(Set.of(2, 3), "MIGRATION", "STATE", "DONE", "LEFT", "SINCE", "WHAT NOW");
        WhatNow whatNow = new WhatNow(all, liveness, zone);
        for (Overview line : overview) {
            table.add(
                    Cell.of(line.registered().migration().value()),
                    state(line, whatNow),
                    Cell.of(line.run().map(ListPage::done).orElse("")),
                    Cell.of(line.run().map(ListPage::left).orElse("")),
                    Cell.of(since(line)),
                    whatNow.of(line));
        }
        return table.draw(width, colours);
    }

    /** Who and what is up, in one line. */
    public String footer() {
        return Footer.of(overview, all.size() - overview.size(), liveness);
    }

    private static Cell state(Overview line, WhatNow whatNow) {
        if (Retirement.isRetired(line)) {
            return Cell.of(Retirement.RETIRED, Tone.QUIET);
        }
        return line.run()
                .map(Run::state)
                .map(state -> Cell.of(StateWords.inList(state), StateWords.tone(state)))
                .orElseGet(() -> Cell.of(whatNow.prospect(line).word(), Tone.QUIET));
    }

    private static String done(Run run) {
        boolean worthSaying = run.progress().fraction() > 0 || run.state().isOwned();
        return worthSaying ? run.progress().percent() + "%" : "";
    }

    private static String left(Run run) {
        return run.state() == RunState.RUNNING || run.state() == RunState.ROLLING_BACK
                ? run.progress().left().map(Spans::about).orElse("")
                : "";
    }

    private String since(Overview line) {
        if (line.run().isEmpty()) {
            return "";
        }
        Run run = line.run().get();
        Duration inState = line.inState().orElse(Duration.ZERO);
        // What is at work is measured, what came to rest is dated.
        return run.state().hasStopped() ? Spans.since(run.changedAt(), inState, zone) : Spans.of(inState);
    }
}
