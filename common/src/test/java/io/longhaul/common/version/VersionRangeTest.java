package io.longhaul.common.version;

import static io.longhaul.common.version.VersionRange.Side.ABOVE;
import static io.longhaul.common.version.VersionRange.Side.BELOW;
import static io.longhaul.common.version.VersionRange.Side.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRangeTest {

    @ParameterizedTest
    @CsvSource({
        "1.45.0, 1.47.9, 1.44.9, BELOW",
        "1.45.0, 1.47.9, 1.45.0-rc.1, BELOW",
        "1.45.0, 1.47.9, 1.45.0, WITHIN",
        "1.45.0, 1.47.9, 1.46.2, WITHIN",
        "1.45.0, 1.47.9, 1.47.9, WITHIN",
        "1.45.0, 1.47.9, 1.47.9+hotfix, WITHIN",
        "1.45.0, 1.47.9, 1.47.10, ABOVE",
        "1.45.0, 1.47.9, 1.48.0-rc.1, ABOVE"
    })
    void bothEndsBelongToIt(Version from, Version through, Version version, VersionRange.Side side) {
        assertThat(range(from.text(), through.text()).sideOf(version)).isEqualTo(side);
    }

    @Test
    void anEndThatIsLeftOutBoundsNothing() {
        assertThat(range("1.45.0", "").sideOf(new Version("99.0.0"))).isEqualTo(WITHIN);
        assertThat(range("1.45.0", "").sideOf(new Version("1.0.0"))).isEqualTo(BELOW);
        assertThat(range("", "1.47.9").sideOf(new Version("0.0.1"))).isEqualTo(WITHIN);
        assertThat(range("", "1.47.9").sideOf(new Version("2.0.0"))).isEqualTo(ABOVE);
        assertThat(VersionRange.ANY.isBounded()).isFalse();
        assertThat(range("", "1.47.9").isBounded()).isTrue();
    }

    @Test
    void itComesAfterAnotherOnlyWhenNoVersionCanBeBelow() {
        assertThat(range("1.48.0", "").isAfter(range("1.45.0", "1.47.9"))).isTrue();
        assertThat(range("1.47.9", "").isAfter(range("1.45.0", "1.47.9"))).isFalse();
        assertThat(range("1.48.0", "").isAfter(range("1.45.0", ""))).isFalse();
        assertThat(range("", "1.49.0").isAfter(range("", "1.47.9"))).isFalse();
    }

    @Test
    void itIsPutIntoWords() {
        assertThat(range("1.45.0", "1.47.9")).hasToString("1.45.0 to 1.47.9");
        assertThat(range("1.45.0", "")).hasToString("1.45.0 and later");
        assertThat(range("", "1.47.9")).hasToString("up to 1.47.9");
    }

    @Test
    void itCannotEndBeforeItBegins() {
        assertThatThrownBy(() -> range("1.47.9", "1.45.0")).hasMessageContaining("no version is from 1.47.9");
        assertThat(range("1.45.0", "1.45.0").sideOf(new Version("1.45.0"))).isEqualTo(WITHIN);
    }

    private static VersionRange range(String from, String through) {
        return new VersionRange(version(from), version(through));
    }

    private static Optional<Version> version(String text) {
        return Optional.of(text).filter(written -> !written.isEmpty()).map(Version::new);
    }
}
