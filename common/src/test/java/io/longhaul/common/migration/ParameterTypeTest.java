package io.longhaul.common.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "STRING|any ' text\\|any ' text\\",
                "STRING| kept as it is | kept as it is ",
                "INTEGER|42|42",
                "INTEGER| -007 |-7",
                "INTEGER|+9223372036854775807|9223372036854775807",
                "INTEGER|-9223372036854775808|-9223372036854775808",
                "DECIMAL|0.250|0.250",
                "DECIMAL|-12345678901234567890.5|-12345678901234567890.5",
                "BOOLEAN|true|true",
                "BOOLEAN|false|false",
                "TIMESTAMP|2026-01-31T00:00:00Z|2026-01-31 00:00:00",
                "TIMESTAMP|2026-01-31T00:00:00.5+02:00|2026-01-30 22:00:00.500000",
                "TIMESTAMP|2026-01-31T00:00-05:30|2026-01-31 05:30:00",
                "DURATION|90s|90",
                "DURATION|14d|1209600",
                "DURATION|1.5 s|1.5",
                "DURATION|250ms|0.25",
                "DURATION|0s|0",
                "ENUM|fast|fast",
                "IDENTIFIER|events_2026|events_2026",
                "IDENTIFIER| _x |_x",
            })
    void aTextIsBoundAsItsTypeSaysAndWhatIsBoundStaysAsItIs(ParameterType type, String text, String bound) {
        assertThat(type.bound(text)).contains(bound);
        assertThat(type.bound(bound)).contains(bound);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER|4.0",
                "INTEGER|0x10",
                "INTEGER|9223372036854775808",
                "INTEGER|''",
                "DECIMAL|1e3",
                "DECIMAL|NaN",
                "DECIMAL|1.",
                "BOOLEAN|True",
                "BOOLEAN|1",
                "TIMESTAMP|2026-01-31",
                "TIMESTAMP|2026-01-31T00:00:00",
                "TIMESTAMP|2026-02-30T00:00:00Z",
                "DURATION|-1s",
                "DURATION|1 week",
                "IDENTIFIER|1st",
                "IDENTIFIER|events; DROP TABLE t",
                "IDENTIFIER|ev`ents",
                "IDENTIFIER|''",
            })
    void whatIsNoValueIsNotBound(ParameterType type, String text) {
        assertThat(type.bound(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER,   9, 10",
        "DECIMAL,   -0.5, 0.25",
        "TIMESTAMP, 2026-01-31T00:00:00+02:00, 2026-01-30T22:00:01Z",
        "TIMESTAMP, 2026-01-31 00:00:00, 2026-01-31T00:00:00.001Z",
        "DURATION,  90s, 2m",
        "DURATION,  119.5, 2m",
    })
    void anOrderIsThatOfValuesNotOfTexts(ParameterType type, String less, String more) {
        assertThat(type.compare(less, more)).isNegative();
        assertThat(type.compare(more, less)).isPositive();
        assertThat(type.compare(less, less)).isZero();
        assertThat(type.isOrdered()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"STRING", "BOOLEAN", "ENUM", "IDENTIFIER"})
    void theOthersHaveNone(ParameterType type) {
        assertThat(type.isOrdered()).isFalse();
    }
}
