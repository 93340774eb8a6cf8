package io.longhaul.common.version;

import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * What a service's version must be: comparisons that all hold, such as {@code >=24.8} or {@code >=24.8 <26}. A number
 * that is left out stands for any: 24.8.1 is not above 24.8.
 *
 * @param text as it was written
 */
public record VersionRequirement(String text) {

    /** The library takes much more, and what it does not understand for every version. */
    private static final Pattern SHAPE =
            Pattern.compile("(>=|<=|>|<|=)\\d{1,9}(\\.\\d{1,9}){0,2}( (>=|<=|>|<|=)\\d{1,9}(\\.\\d{1,9}){0,2})*");

    public VersionRequirement {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a requirement of a version: '%s'".formatted(text));
        }
    }

    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    public boolean accepts(Version version) {
        return new Semver(version.text()).satisfies(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
