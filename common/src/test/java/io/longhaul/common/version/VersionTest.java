package io.longhaul.common.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @Test
    void versionsAreOrderedByTheirNumbersAndAPreReleaseComesBeforeItsRelease() {
        assertThat(Stream.of("1.10.0", "1.9.9", "1.10.0-rc.10", "1.10.0-rc.2", "0.99.99")
                        .map(Version::new)
                        .sorted())
                .extracting(Version::text)
                .containsExactly("0.99.99", "1.9.9", "1.10.0-rc.2", "1.10.0-rc.10", "1.10.0");
    }

    @Test
    void whatIsSaidOfTheBuildDoesNotCount() {
        assertThat(new Version("1.2.3+a")).isEqualByComparingTo(new Version("1.2.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.46", "1.46.2.1", "01.2.3", "v1.46.2", " 1.46.2", "1.46.2-", "latest", "1.46.x"})
    void whatIsNotThreeNumbersIsNoVersion(String text) {
        assertThat(Version.isValid(text)).isFalse();
        assertThatThrownBy(() -> new Version(text))
                .hasMessage("is '%s'; write all three numbers of a version, such as 1.46.2", text);
    }

    @Test
    void aNumberThatIsFarTooLargeIsNoVersion() {
        assertThat(List.of("99999999999.0.0", "1.2147483648.0")).noneMatch(Version::isValid);
    }
}
