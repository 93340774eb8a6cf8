package io.longhaul.common.version;

import java.util.Objects;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * A semantic version (semver.org, 2.0.0), which has all three numbers. Ordered by precedence: a pre-release comes
 * before its release, and what follows a {@code +} does not count, though it tells two versions apart.
 *
 * @param text as it was written
 */
public record Version(String text) implements Comparable<Version> {

    /**
     * The library is more lenient: it leaves off blanks and a leading v, which would be two ways to write one version.
     */
    private static final Pattern BEGINS = Pattern.compile("[0-9]\\S*");

    public Version {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "is '%s'; write all three numbers of a version, such as 1.46.2".formatted(text));
        }
    }

    public static boolean isValid(String text) {
        return BEGINS.matcher(text).matches() && Semver.isValid(text);
    }

    @Override
    public int compareTo(Version other) {
        return parsed().compareTo(other.parsed());
    }

    private Semver parsed() {
        return Objects.requireNonNull(Semver.parse(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
