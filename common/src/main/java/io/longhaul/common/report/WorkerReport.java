package io.longhaul.common.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker finds things.
 *
 * @param application version of the application, where the worker was told
 * @param migrations how many it ships with
 * @param timers each by the name of its setting
 * @param targets the databases that it works on
 */
public record WorkerReport(
        Optional<String> application, int migrations, Map<String, String> timers, List<TargetReport> targets) {

    /** The kind of question that this answers. */
    public static final String QUESTION = "doctor";

    public static final int VERSION = 1;

    public WorkerReport {
        timers = Map.copyOf(timers);
        targets = List.copyOf(targets);
    }

    public String json() {
        return Documents.write(this);
    }

    /** Absent when it is none. */
    public static Optional<WorkerReport> parse(String json) {
        return Documents.read(json, WorkerReport.class);
    }
}
