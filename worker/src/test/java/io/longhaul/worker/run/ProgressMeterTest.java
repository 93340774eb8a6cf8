package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Query;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Progress;
import io.longhaul.worker.target.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {

    private static final long AFTER_SIX = Duration.ofSeconds(60).toNanos();

    private long now;

    @Test
    void operationsWeighAsManyRowsAsTheyAreExpectedToWrite() {
        Plan plan = plan(0, 1_000, 9_000);
        ProgressMeter meter = new ProgressMeter(plan, () -> now);

        meter.done(plan.operations().get(0));
        meter.done(plan.operations().get(1));

        assertThat(meter.now().fraction()).isCloseTo(0.1, within(0.001));
        assertThat(meter.now().rowsDone()).isEqualTo(1_000);
        assertThat(meter.now().rowsExpected()).isEqualTo(10_000);
    }

    @Test
    void progressMovesWithinAStatementByTheDatabasesOwnFigures() {
        Plan plan = plan(10_000);
        ProgressMeter meter = new ProgressMeter(plan, () -> now);

        now = Duration.ofSeconds(10).toNanos();
        meter.inFlight(plan.operations().get(0), running(2_500, 10_000));

        Progress progress = meter.now();
        assertThat(progress.percent()).isEqualTo(25);
        assertThat(progress.rowsPerSecond()).isCloseTo(250, within(1.0));
        assertThat(progress.left()).hasValueSatisfying(left -> assertThat(left).isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void progressNeverGoesBackWhenTheDatabaseRevisesItsEstimate() {
        Plan plan = plan(10_000);
        ProgressMeter meter = new ProgressMeter(plan, () -> now);

        meter.inFlight(plan.operations().get(0), running(5_000, 10_000));
        assertThat(meter.now().percent()).isEqualTo(50);
        meter.inFlight(plan.operations().get(0), running(5_000, 20_000));

        assertThat(meter.now().percent()).isEqualTo(50);
    }

    @Test
    void whatAnEarlierEpochDidCountsButSaysNothingOfTheRate() {
        Plan plan = plan(5_000, 5_000);
        ProgressMeter meter = new ProgressMeter(plan, () -> now);
        meter.done(plan.operations().get(0));
        meter.resumed();

        now = Duration.ofSeconds(10).toNanos();
        meter.inFlight(plan.operations().get(1), running(1_000, 5_000));

        assertThat(meter.now().percent()).isEqualTo(60);
        assertThat(meter.now().rowsPerSecond()).isCloseTo(100, within(1.0));
    }

    @Test
    void withoutAnyRowsEveryOperationWeighsTheSame() {
        Plan plan = plan(0, 0, 0, 0);
        ProgressMeter meter = new ProgressMeter(plan, () -> now);

        meter.done(plan.operations().get(0));

        assertThat(meter.now().percent()).isEqualTo(25);
    }

    @Test
    void timeLeftIsABandOnceTheStretchesSoFarDiffer() {
        Plan plan = plan(100_000);
        ProgressMeter meter = new ProgressMeter(plan, () -> now);
        meter.resumed();
        long read = 0;
        for (int stretch = 1; stretch <= 9; stretch++) {
            assertThat(meter.now().band())
                    .as("after %d stretches", stretch - 1)
                    .matches(band -> band.isEmpty() || now >= AFTER_SIX);
            now += Duration.ofSeconds(10).toNanos();
            read += stretch % 3 == 0 ? 1_000 : 2_000;
            meter.inFlight(plan.operations().get(0), running(read, 100_000));
        }

        Progress progress = meter.now();

        assertThat(progress.percent()).isEqualTo(15);
        assertThat(progress.band()).hasValueSatisfying(band -> {
            assertThat(band.shortest()).isEqualTo(Duration.ofSeconds(425));
            assertThat(band.longest()).isEqualTo(Duration.ofSeconds(850));
        });
    }

    @Test
    void whatTheMigrationItselfSaysCounts() {
        Plan plan = new Plan(
                new MigrationId("0001_test"),
                Checksum.of("test"),
                plan(10, 10).operations(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.of(Query.onClickHouse("SELECT 42")));
        ProgressMeter meter = new ProgressMeter(plan, () -> now);
        meter.done(plan.operations().get(0));
        assertThat(meter.now().percent()).isZero();

        meter.told(0.42);
        assertThat(meter.now().percent()).isEqualTo(42);
        meter.told(0.37);
        assertThat(meter.now().percent()).as("never goes back").isEqualTo(42);
        meter.told(7);
        assertThat(meter.now().percent()).isEqualTo(100);
    }

    @Test
    void aProgressQueryAnswersOneNumberFrom0To100() {
        assertThat(ProgressQuery.fraction(List.of(Map.of("p", "41.7")))).hasValueSatisfying(is(0.417));
        assertThat(ProgressQuery.fraction(List.of(Map.of("p", "-3")))).hasValueSatisfying(is(0));
        assertThat(ProgressQuery.fraction(List.of(Map.of("p", "inf")))).isEmpty();
        assertThat(ProgressQuery.fraction(List.of(Map.of("p", "nan")))).isEmpty();
        assertThat(ProgressQuery.fraction(List.of(Map.of("p", "1", "q", "2")))).isEmpty();
        assertThat(ProgressQuery.fraction(List.of())).isEmpty();
        assertThat(ProgressQuery.fraction(List.of(Map.of("p", "1e9")))).hasValueSatisfying(is(1));
    }

    private static Consumer<Double> is(double expected) {
        return found -> assertThat(found).isCloseTo(expected, within(1e-9));
    }

    private static Running running(long read, long total) {
        return new Running(read, total, read, Duration.ZERO);
    }

    private static Plan plan(long... rows) {
        List<PlannedOperation> operations = new java.util.ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            operations.add(new PlannedOperation(
                    i + 1, "operation " + (i + 1), "SELECT 1", Map.of(), List.of(), Optional.empty(), rows[i]));
        }
        return new Plan(new MigrationId("0001_test"), Checksum.of("test"), operations);
    }
}
