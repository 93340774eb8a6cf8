package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Leftover;
import io.longhaul.common.store.RunSearch.Kept;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table whose merges are off because the run that rebuilds it has not come to its end, in JSON.
 *
 * @param table its name
 * @param run that switched them off
 * @param trouble why the last try to put them back on came to nothing; null where there was none
 */
record MergesOff(String table, String run, @Nullable String trouble) {

    static @Nullable MergesOff of(List<Kept> kept) {
        return kept.stream()
                .filter(left -> left.kind() == Leftover.Kind.SETTINGS)
                .map(left -> new MergesOff(
                        left.table(), left.run().toString(), left.trouble().orElse(null)))
                .findFirst()
                .orElse(null);
    }
}
