package io.longhaul.common.migration;

/**
 * A migration together with what it was read from.
 *
 * @param migration what it says
 * @param checksum of what it says, not of how it is laid out: comments and indentation do not count
 * @param source the text of its file, for people
 * @param functions that it has in Java
 */
public record Definition(Migration migration, Checksum checksum, String source, Functions functions) {

    /** One without Java. */
    public Definition(Migration migration, Checksum checksum, String source) {
        this(migration, checksum, source, Functions.NONE);
    }
}
