package io.longhaul.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "0s, PT0S",
        "2s, PT2S",
        "2.5s, PT2.5S",
        "' 2 S ', PT2S",
        "10m, PT10M",
        "6h, PT6H",
        "1.5h, PT1H30M",
        "14d, PT336H"
    })
    void aDurationIsReadAsPeopleWriteIt(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "s", "-2s", "2 weeks", "1h30m", "PT2S", "1e3s", "1234567890s", "2,5s"})
    void anythingElseIsRefusedWithWhatWouldBeRight(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'%s' is not a duration; it looks like 500ms, 2s, 10m, 6h or 14d", text);
    }

    @ParameterizedTest
    @CsvSource({"500ms", "1500ms", "0s", "2s", "90s", "10m", "90m", "6h", "36h", "14d"})
    void aDurationIsWrittenAsItIsRead(String text) {
        assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
    }
}
