package io.longhaul.dispatcher.view;

import io.longhaul.common.store.RunSearch.Kept;
import io.longhaul.dispatcher.text.Spans;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * An old table that a rebuild has left, in JSON.
 *
 * @param table its name
 * @param run that left it; until then {@code rollback} goes back to it
 * @param until it is dropped then, or as soon as a worker has time
 * @param trouble why the last try to drop it came to nothing; null where there was none
 */
record Backup(
        String table, String run, Instant until, @Nullable String trouble) {

    static Backup of(Kept kept) {
        return new Backup(
                kept.table(),
                kept.run().toString(),
                kept.until(),
                kept.trouble().orElse(null));
    }

    /** The same for people, without its name. */
    static String words(Kept kept, ZoneId zone) {
        return kept.trouble()
                .map(trouble -> "old table cannot be dropped (%s)".formatted(trouble))
                .orElseGet(() -> "old table is dropped on %s".formatted(Spans.day(kept.until(), zone)));
    }
}
