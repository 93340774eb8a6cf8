package io.longhaul.acceptance.chaos;

import java.util.Locale;

/** What a program is there for. */
enum Role {
    WORKER,
    REAPER,
    /** {@code longhaul run}, as somebody types it. */
    DISPATCHER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
