package io.longhaul.dispatcher.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "-1|'        '",
                "0|'        '",
                "0.05|'▍       '",
                "0.5625|'████▌   '",
                "0.999|'███████▉'",
                "1|████████",
                "2|████████"
            },
            delimiter = '|')
    void aBarHasAlwaysTheSameWidth(double fraction, String drawn) {
        assertThat(Bar.of(fraction, 8)).isEqualTo(drawn).hasSize(8);
    }
}
