package io.longhaul.dispatcher.doctor;

import static io.longhaul.dispatcher.doctor.Judged.one;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.Timers;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.report.TargetReport;
import io.longhaul.common.report.TargetReport.DiskReport;
import io.longhaul.common.report.WorkerReport;
import io.longhaul.common.run.WorkerId;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import io.longhaul.dispatcher.doctor.WorkerJudgement.Heard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerJudgementTest {

    private static final WorkerId WORKER = new WorkerId("w-7f3");
    private static final long GIB = 1L << 30;

    private static List<Finding> judged(Asked asked) {
        return WorkerJudgement.of(new Heard(Optional.of(WORKER), asked), Timers.DEFAULTS);
    }

    private static List<Finding> judged(Timers timers, TargetReport target) {
        WorkerReport report = new WorkerReport(Optional.of("1.46.2"), 12, timers.byName(), List.of(target));
        return judged(new Asked.Answered(WORKER, report.json()));
    }

    private static TargetReport target(DiskReport... disks) {
        return new TargetReport(
                "clickhouse", "ch1:8123", Optional.empty(), Optional.of("24.8.1.2684"), 12, List.of(disks));
    }

    @Test
    void aWorkerThatFindsAllWellIsAllWell() {
        assertThat(judged(Timers.DEFAULTS, target(new DiskReport("default", 400 * GIB, 1000 * GIB, false))))
                .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.OK))
                .extracting(Finding::found)
                .containsExactly(
                        "application 1.46.2, 12 migrations",
                        "as here",
                        "ch1:8123",
                        "24.8.1.2684",
                        "as the worker's, within a second",
                        "default: 400 GiB free of 0.977 TiB");
    }

    @ParameterizedTest
    @CsvSource({
        "1023, 4000000, false, PROBLEM",
        "1024, 5000,    false, OK",
        "1024, 20000,   false, WARNING",
        "2000, 20000,   false, OK",
        "2000, 20000,   true,  WARNING",
        "9000, 0,       false, OK"
    })
    void aDiskThatIsNearlyFullIsWorthAWarningAndAFullOneIsAProblem(
            long freeMiB, long totalMiB, boolean readOnly, Verdict verdict) {
        DiskReport disk = new DiskReport("default", freeMiB << 20, totalMiB << 20, readOnly);

        assertThat(one(judged(Timers.DEFAULTS, target(disk)), "clickhouse disk").verdict())
                .isEqualTo(verdict);
    }

    @Test
    void aTargetThatAWorkerCannotReachIsUnreachable() {
        assertThat(judged(Timers.DEFAULTS, TargetReport.unanswered("clickhouse", "ch1:8123", "Connection refused")))
                .last()
                .satisfies(finding -> {
                    assertThat(finding.unreachable()).isTrue();
                    assertThat(finding.found()).isEqualTo("ch1:8123: Connection refused");
                });
    }

    @Test
    void otherTimersThanHereAreNamed() {
        assertThat(one(judged(Timers.FASTEST, target()), "timers").found())
                .contains("LONGHAUL_DEAD_AFTER 4s there, 15s here");
    }

    @Test
    void aWorkerThatDoesNotAnswerIsWorthAWarning() {
        for (Asked asked : List.of(
                new Asked.NoAnswer(Duration.ofSeconds(7)),
                new Asked.Nobody(),
                new Asked.Unreachable("RabbitMQ cannot be reached"),
                new Asked.Declined(WORKER, "this worker does not know that question; it is older"),
                new Asked.Answered(WORKER, "not JSON"))) {
            assertThat(judged(asked))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.WARNING));
        }
    }
}
