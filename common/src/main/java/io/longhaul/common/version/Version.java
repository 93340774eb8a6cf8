package io.longhaul.common.version;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
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

    private static final Pattern NUMBERS =
            Pattern.compile("v?(\\d{1,9})(?!\\d)(?:\\.(\\d{1,9})(?!\\d))?(?:\\.(\\d{1,9})(?!\\d))?");

    public Version {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "is '%s'; write all three numbers of a version, such as 1.46.2".formatted(text));
        }
    }

    public static boolean isValid(String text) {
        return BEGINS.matcher(text).matches() && Semver.isValid(text);
    }

    /** Of what a service says of itself, such as {@code 13.11 (Debian 13.11-1)}: its first three numbers. */
    public static Optional<Version> ofService(String said) {
        Matcher numbers = NUMBERS.matcher(said.strip());
        return numbers.lookingAt()
                ? Optional.of(
                        new Version("%d.%d.%d".formatted(number(numbers, 1), number(numbers, 2), number(numbers, 3))))
                : Optional.empty();
    }

    private static int number(Matcher numbers, int group) {
        return numbers.group(group) == null ? 0 : Integer.parseInt(numbers.group(group));
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
