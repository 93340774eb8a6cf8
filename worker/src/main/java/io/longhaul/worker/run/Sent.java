package io.longhaul.worker.run;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.QueryId;
import java.time.Duration;
import java.util.Optional;

/**
 * A statement that is sent.
 *
 * @param limit after how long it is killed
 * @param repeatable whether it may be sent again after it failed
 * @param marksItself whether its transaction has the mark in it
 */
record Sent(
        PlannedOperation operation, QueryId query, Optional<Duration> limit, boolean repeatable, boolean marksItself) {}
