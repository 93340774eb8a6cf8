package io.longhaul.dispatcher.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.4, 0",
        "7.6, 8",
        "812, 812",
        "999.7, 1.00k",
        "1234, 1.23k",
        "12345, 12.3k",
        "212345, 212k",
        "999499, 999k",
        "999500, 1.00M",
        "20000000, 20.0M",
        "8200000, 8.20M",
        "1000000000, 1.00G",
        "2500000000000, 2.50T",
        "-3, 0"
    })
    void anAmountHasThreeDigits(double amount, String words) {
        assertThat(Counts.of(amount)).isEqualTo(words);
    }

    @Test
    void theLargestNumberOfRowsHasAUnitToo() {
        assertThat(Counts.rows(Long.MAX_VALUE)).isEqualTo("9.22E rows");
    }

    @Test
    void oneIsNotMany() {
        assertThat(Counts.rows(1)).isEqualTo("1 row");
        assertThat(Counts.rows(20_000_000)).isEqualTo("20.0M rows");
        assertThat(Counts.rate(212_345)).isEqualTo("212k rows/s");
        assertThat(Counts.plural(1, "error")).isEqualTo("1 error");
        assertThat(Counts.plural(0, "error")).isEqualTo("0 errors");
    }
}
