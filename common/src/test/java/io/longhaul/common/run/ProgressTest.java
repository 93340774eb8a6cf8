package io.longhaul.common.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void aHundredPercentIsSaidOnlyWhenAllIsDone() {
        assertThat(of(0.999999).percent()).isEqualTo(99);
        assertThat(of(1).percent()).isEqualTo(100);
    }

    @Test
    void aFractionStaysBetweenNothingAndAll() {
        assertThat(of(1.2).fraction()).isEqualTo(1);
        assertThat(of(-0.1).fraction()).isZero();
    }

    @Test
    void aDivisionByNothingIsNoProgress() {
        assertThat(of(0.0 / 0.0)).isEqualTo(Progress.NONE);
        assertThat(new Progress(0, 0, 0, 1 / 0.0, Optional.empty())).isEqualTo(Progress.NONE);
    }

    private static Progress of(double fraction) {
        return new Progress(fraction, 0, 0, 0, Optional.empty());
    }
}
