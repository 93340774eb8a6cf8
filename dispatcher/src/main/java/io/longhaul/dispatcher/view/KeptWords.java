package io.longhaul.dispatcher.view;

import io.longhaul.common.store.RunSearch.Kept;
import io.longhaul.dispatcher.text.Spans;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** What runs have left for later, in words for people. */
final class KeptWords {

    private KeptWords() {}

    /** For a line that names no table of ours. */
    static String of(List<Kept> kept, ZoneId zone) {
        return kept.stream().map(left -> of(left, zone)).distinct().collect(Collectors.joining("; "));
    }

    static String of(Kept left, ZoneId zone) {
        return switch (left.kind()) {
            case OLD_TABLE ->
                left.trouble()
                        .map(trouble -> "old table cannot be dropped (%s)".formatted(trouble))
                        .orElseGet(() -> "old table is dropped on %s".formatted(Spans.day(left.until(), zone)));
            case SETTINGS ->
                left.trouble()
                        .map(trouble -> "merges of %s are still off (%s)".formatted(left.table(), trouble))
                        .orElseGet(() -> "merges of %s are off".formatted(left.table()));
        };
    }
}
