package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatchUpTest {

    /** A rate limit below what is written would otherwise leave people without the rows of a whole round. */
    @ParameterizedTest
    @CsvSource({
        "PT0S, 1, true",
        "PT0.9S, 1, true",
        "PT1S, 1, false",
        "PT9S, 4, false",
        "PT9S, 5, true",
        "PT10S, 5, false",
        "PT3H, 1000, false"
    })
    void theTablesChangePlacesOnceLittleIsMissing(Duration took, int round, boolean near) {
        assertThat(CatchUp.isNear(took, round)).isEqualTo(near);
    }
}
