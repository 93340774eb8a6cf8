package io.longhaul.dispatcher.preview;

import io.longhaul.common.report.PlanReport;
import io.longhaul.common.run.WorkerId;

/** What came of asking what a run would be. */
public sealed interface Previewed {

    /** A worker told. */
    record Told(WorkerId worker, PlanReport report) implements Previewed {}

    /**
     * Nobody did.
     *
     * @param why one sentence for people, which says what to do
     */
    record Untold(String why) implements Previewed {}
}
