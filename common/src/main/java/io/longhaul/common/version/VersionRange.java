package io.longhaul.common.version;

import java.util.Optional;

/**
 * Versions from one through another, both included.
 *
 * @param from the first of them; absent when all earlier ones are in it
 * @param through the last of them; absent when all later ones are in it
 */
public record VersionRange(Optional<Version> from, Optional<Version> through) {

    /** Every version. */
    public static final VersionRange ANY = new VersionRange(Optional.empty(), Optional.empty());

    public VersionRange {
        if (from.isPresent() && through.isPresent() && from.get().compareTo(through.get()) > 0) {
            throw new IllegalArgumentException("no version is from %s through %s".formatted(from.get(), through.get()));
        }
    }

    /** Where a version stands to a range. */
    public enum Side {
        BELOW,
        WITHIN,
        ABOVE
    }

    /** Where the version stands. */
    public Side sideOf(Version version) {
        if (from.isPresent() && version.compareTo(from.get()) < 0) {
            return Side.BELOW;
        }
        return through.isPresent() && version.compareTo(through.get()) > 0 ? Side.ABOVE : Side.WITHIN;
    }

    /** Whether it leaves any version out. */
    public boolean isBounded() {
        return from.isPresent() || through.isPresent();
    }

    /** Whether even its first version comes after all of the other's. */
    public boolean isAfter(VersionRange other) {
        return from.isPresent() && other.through.isPresent() && from.get().compareTo(other.through.get()) > 0;
    }

    /** For people: {@code 1.45.0 to 1.47.9}, {@code 1.45.0 and later}, {@code up to 1.47.9}. */
    @Override
    public String toString() {
        if (from.isPresent()) {
            return through.map(last -> "%s to %s".formatted(from.get(), last)).orElse(from.get() + " and later");
        }
        return through.map(last -> "up to " + last).orElse("any");
    }
}
