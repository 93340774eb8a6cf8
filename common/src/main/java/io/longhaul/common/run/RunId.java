package io.longhaul.common.run;

import java.util.UUID;

/** Identifies a run; also the id of its task in Redis, for the run's whole life. */
public record RunId(UUID value) {

    public static RunId random() {
        return new RunId(UUID.randomUUID());
    }

    /** Reads the text form of a UUID; throws {@link IllegalArgumentException} for anything else. */
    public static RunId parse(String text) {
        return new RunId(UUID.fromString(text));
    }

    /** The first eight characters: what people type, and what names on target databases carry. */
    public String brief() {
        return value.toString().substring(0, 8);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
