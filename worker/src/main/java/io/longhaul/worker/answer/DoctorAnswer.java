package io.longhaul.worker.answer;

import io.longhaul.common.config.Timers;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.report.WorkerReport;
import io.longhaul.common.version.Version;
import io.longhaul.worker.target.Examination;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How this worker finds itself and its targets. */
public final class DoctorAnswer implements Answer {

    private final Optional<Version> application;
    private final int migrations;
    private final Map<String, String> timers;
    private final List<Examination> examinations;

    /**
     * The answer.
     *
     * @param application its version, where the worker was told
     * @param migrations how many the worker ships with
     * @param timers by which the worker is judged
     * @param examinations one for each target
     */
    public DoctorAnswer(Optional<Version> application, int migrations, Timers timers, List<Examination> examinations) {
        this.application = application;
        this.migrations = migrations;
        this.timers = timers.byName();
        this.examinations = List.copyOf(examinations);
    }

    @Override
    public String kind() {
        return WorkerReport.QUESTION;
    }

    @Override
    public int version() {
        return WorkerReport.VERSION;
    }

    @Override
    public Reply to(int version, String document) {
        WorkerReport report = new WorkerReport(
                application.map(Version::toString),
                migrations,
                timers,
                examinations.stream().map(Examination::report).toList());
        return new Reply.Document(report.json());
    }
}
