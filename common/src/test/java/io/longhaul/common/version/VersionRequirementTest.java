package io.longhaul.common.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRequirementTest {

    @ParameterizedTest
    @CsvSource({
        ">=24.8, 24.8.0, true",
        ">=24.8, 24.7.9, false",
        ">=24.8, 26.1.0, true",
        ">=24.8 <26, 25.12.3, true",
        ">=24.8 <26, 26.0.0, false",
        "<=24.8, 24.8.9, true",
        "<=24.8, 24.9.0, false",
        ">24.8, 24.8.9, false",
        ">24.8, 24.9.0, true",
        "=13, 13.11.0, true",
        "=13, 14.0.0, false",
        ">=3.10.2, 3.10.1, false",
        ">=3.10, 3.9.29, false"
    })
    void aNumberThatIsLeftOutStandsForAny(VersionRequirement requirement, Version version, boolean fits) {
        assertThat(requirement.accepts(version)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "24.8", "latest", "*", ">= 24.8", ">=24.8,<26", "=>3", ">=1.2.3.4", "^1.2", ">=3.x"})
    void whatTheLibraryWouldTakeForAnyVersionIsNoRequirement(String text) {
        assertThat(VersionRequirement.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "26.7.1.1, 26.7.1",
        "24.8.4.13-lts, 24.8.4",
        "13.11 (Debian 13.11-1.pgdg), 13.11.0",
        "17beta1, 17.0.0",
        "7, 7.0.0",
        "v3.6.1, 3.6.1",
        "2024.01.02, 2024.1.2"
    })
    void ofWhatAServiceSaysTheFirstThreeNumbersCount(String said, String version) {
        assertThat(Version.ofService(said)).contains(new Version(version));
    }

    @Test
    void whatBeginsWithoutANumberIsNoVersion() {
        assertThat(Version.ofService("PostgreSQL 13.11")).isEqualTo(Optional.empty());
        assertThat(Version.ofService("")).isEmpty();
        assertThat(Version.ofService("99999999999")).isEmpty();
    }
}
