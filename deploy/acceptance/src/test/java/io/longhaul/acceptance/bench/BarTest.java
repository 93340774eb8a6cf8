package io.longhaul.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.bench.Bar.Of;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarTest {

    @Test
    void aBarIsHeldAgainstTheNumberThatItNames() {
        Spread spread = Spread.of(List.of(3, 1, 2));

        assertThat(spread.median()).isEqualTo(2);
        assertThat(Bar.atMost(2, Of.MEDIAN).isMet(spread)).isTrue();
        assertThat(Bar.atMost(2, Of.MAX).isMet(spread)).isFalse();
        assertThat(Bar.atLeast(3, Of.MEDIAN).isMet(spread)).isFalse();
    }

    @Test
    void whatCouldNotBeMeasuredIsNotMet() {
        Report report = new Report(
                new Machine(Map.of()), List.of(new Report.Part("rebuild", List.of(), List.of(), "ClickHouse is away")));

        assertThat(report.isMet()).isFalse();
        assertThat(report.table()).contains("NOT MEASURED to the end: ClickHouse is away");
        assertThat(report.json()).contains("\"met\" : false", "ClickHouse is away");
    }

    @Test
    void aMissedBarStandsBesideItsFigure() {
        Figure figure =
                Figure.of("share", "", "verification / copy", List.of(0.5)).against(Bar.atMost(0.35, Of.MEDIAN));
        Report report =
                new Report(new Machine(Map.of()), List.of(new Report.Part("verify", List.of(figure), List.of(), "")));

        assertThat(report.table()).contains("median ≤ 0.350", "NOT MET");
        assertThat(report.isMet()).isFalse();
    }
}
