package io.longhaul.worker.target;

import io.longhaul.common.report.TargetReport;

/** Looks how a target is: whether it answers, what it is, what room it has. Never throws for the target's sake. */
public interface Examination {

    TargetReport report();
}
