package io.longhaul.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessEntryTest {

    private static ProcessEntry entry(String name, char state, int threads) {
        return ProcessEntry.parse(
                4711,
                "4711 (%s) %s 7 8 9 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 %d 0 1234 5 6 7".formatted(name, state, threads));
    }

    @ParameterizedTest
    @CsvSource({"S, 1, true", "R, 40, true", "T, 1, true", "Z, 0, false", "Z, 1, false", "Z, 3, true", "X, 0, false"})
    void aProcessLivesUntilItsLastThreadHasEnded(char state, int threads, boolean lives) {
        assertThat(entry("java", state, threads).lives()).isEqualTo(lives);
    }

    @Test
    void theNameOfAProgramMayHoldAnything() {
        assertThat(entry("a) Z 1 (b", 'S', 2)).isEqualTo(new ProcessEntry(4711, 'S', 7, 8, 9, 2, 1234));
    }
}
