package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Progress.Doing;
import io.longhaul.worker.target.Running;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RollbackMeterTest {

    private static final Doing COPYING = new Doing("copy what came meanwhile", Optional.empty());

    private static Running running(long done, long of) {
        return new Running(done, of, done, true, Duration.ofSeconds(10), Optional.of(COPYING));
    }

    @Test
    void theStatementInFlightCountsWithinItsGroup() {
        RollbackMeter meter = new RollbackMeter(2);
        assertThat(meter.now().fraction()).isZero();

        meter.statement().accept(running(500, 1000));
        assertThat(meter.now().fraction()).isEqualTo(0.25);
        assertThat(meter.now().left()).isEmpty();

        meter.back();
        assertThat(meter.now().fraction()).isEqualTo(0.5);
        assertThat(meter.now().doing()).isEmpty();
    }

    @Test
    void itsStepItsRowsAndTheTimeThatIsLeftAreTold() {
        RollbackMeter meter = new RollbackMeter(1);

        meter.statement().accept(running(250, 1000));

        Progress now = meter.now();
        assertThat(now.doing()).contains(COPYING);
        assertThat(now.rowsDone()).isEqualTo(250);
        assertThat(now.rowsExpected()).isEqualTo(1000);
        assertThat(now.rowsPerSecond()).isEqualTo(25);
        assertThat(now.left()).contains(Duration.ofSeconds(30));
    }

    @Test
    void itNeverGoesBackWhenMoreIsFoundToDo() {
        RollbackMeter meter = new RollbackMeter(1);
        meter.statement().accept(running(500, 1000));
        meter.now();

        meter.statement().accept(running(500, 2000));

        assertThat(meter.now().fraction()).isEqualTo(0.5);
    }

    @Test
    void aLateWordOfAStatementThatHasEndedCountsForNothing() {
        RollbackMeter meter = new RollbackMeter(2);
        Consumer<Running> first = meter.statement();
        meter.back();

        first.accept(running(950, 1000));

        assertThat(meter.now().fraction()).isEqualTo(0.5);
    }

    @Test
    void whereNothingIsToBeTakenBackItIsDone() {
        assertThat(new RollbackMeter(0).now().fraction()).isEqualTo(1);
    }
}
