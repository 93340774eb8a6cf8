package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Slice;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values in ClickHouse's statements where it binds no parameters. */
final class Literal {

    private Literal() {}

    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    static String list(Collection<String> values) {
        return values.stream().map(Literal::text).collect(Collectors.joining(", "));
    }

    /** The condition that holds for the rows of a slice and no others, as long as the watermark is kept. */
    static String where(Slice slice) {
        String rows = "_partition_id IN (%s) AND _block_number > %d AND _block_number <= %d"
                .formatted(list(slice.partitions()), slice.after(), slice.upTo());
        return slice.keys().map(keys -> "%s AND (%s)".formatted(rows, keys)).orElse(rows);
    }
}
