package io.longhaul.common.migration;

import java.util.regex.Pattern;

/**
 * The name of a migration: the name of its file without the ending, such as {@code 0007_events_sorting_key}.
 *
 * @param value 1 to 100 letters, digits, {@code _}, {@code -} and {@code .}, beginning with a letter or digit
 */
public record MigrationId(String value) implements Comparable<MigrationId> {

    private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,99}");

    public MigrationId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "not a migration id: '%s'; it is 1 to 100 letters, digits, '_', '-' and '.'".formatted(value));
        }
    }

    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public int compareTo(MigrationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
