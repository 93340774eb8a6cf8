package io.longhaul.dispatcher.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {

    private static final ZoneId ZONE = ZoneId.of("Pacific/Chatham");

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0s",
        "PT0S, 0s",
        "PT0.9S, 0s",
        "PT14S, 14s",
        "PT59.9S, 59s",
        "PT1M, 1m00s",
        "PT3M5S, 3m05s",
        "PT9M59S, 9m59s",
        "PT10M, 10m",
        "PT11M59S, 11m",
        "PT59M59S, 59m",
        "PT1H, 1h00m",
        "PT2H4M30S, 2h04m",
        "PT23H59M, 23h59m",
        "P1D, 1d00h",
        "P3DT2H50M, 3d02h",
        "P99DT23H, 99d23h",
        "P100DT5H, 100d"
    })
    void aSpanIsSaidInTwoUnitsAtMost(Duration span, String words) {
        assertThat(Spans.of(span)).isEqualTo(words);
    }

    @Test
    void aGuessSaysThatItIsOne() {
        assertThat(Spans.about(Duration.ofMinutes(370))).isEqualTo("~6h10m");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-14T02:00:00Z, PT11M, 11m",
        "2026-03-02T22:00:00Z, P11D, 3 Mar",
        "2025-12-31T20:00:00Z, P30D, 1 Jan",
        "2024-03-02T22:00:00Z, P700D, 3 Mar 2024"
    })
    void whatIsOlderThanADayIsDatedInTheReadersZone(Instant then, Duration age, String words) {
        assertThat(Spans.since(then, age, ZONE)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-14T02:14:07Z, 2026-03-14T03:00:00Z, 15:59:07",
        "2026-03-13T10:14:07Z, 2026-03-13T10:14:30Z, 23:59:07",
        "2026-03-13T10:14:07Z, 2026-03-13T10:16:30Z, 13 Mar 23:59"
    })
    void anEventOfAnotherDayHasItsDay(Instant then, Instant now, String words) {
        assertThat(Spans.clock(then, now, ZONE)).isEqualTo(words);
    }
}
