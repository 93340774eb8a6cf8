package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Leftover;
import io.longhaul.common.store.RunSearch.Kept;
import java.time.Instant;
import java.util.List;
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

    static List<Backup> of(List<Kept> kept) {
        return kept.stream()
                .filter(left -> left.kind() == Leftover.Kind.OLD_TABLE)
                .map(left -> new Backup(
                        left.table(),
                        left.run().toString(),
                        left.until(),
                        left.trouble().orElse(null)))
                .toList();
    }
}
