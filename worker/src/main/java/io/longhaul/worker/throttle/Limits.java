package io.longhaul.worker.throttle;

import io.longhaul.common.definition.ByteSize;
import io.longhaul.common.store.Settings.Name;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What admins have set; what is absent does not count.
 *
 * @param threads how many chunks may be copied at the same time
 * @param rowsPerSecond at most, over all threads
 * @param queries of others that may be running
 * @param parts that one partition may have, of those that are merged
 * @param memoryPercent that the server may have in use
 * @param freeDisk bytes that the disks of the table must have left
 * @param query that must answer 1
 */
public record Limits(
        OptionalInt threads,
        OptionalLong rowsPerSecond,
        OptionalLong queries,
        OptionalLong parts,
        OptionalLong memoryPercent,
        OptionalLong freeDisk,
        Optional<String> query) {

    /** None at all. */
    public static final Limits NONE = new Limits(
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());

    /** From settings; one that this version cannot read counts as its preset. */
    public static Limits of(Map<Name, String> settings) {
        String threads = value(settings, Name.REBUILD_THREADS);
        return new Limits(
                threads.equals("auto") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(threads)),
                number(settings, Name.REBUILD_ROWS_PER_SECOND),
                number(settings, Name.THROTTLE_QUERIES),
                number(settings, Name.THROTTLE_PARTS),
                number(settings, Name.THROTTLE_MEMORY),
                bytes(value(settings, Name.THROTTLE_FREE_DISK)),
                Optional.of(value(settings, Name.THROTTLE_QUERY)).filter(query -> !query.equals(Name.OFF)));
    }

    private static OptionalLong number(Map<Name, String> settings, Name name) {
        String value = value(settings, name);
        return value.equals(Name.OFF) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.replace("%", "")));
    }

    private static OptionalLong bytes(String value) {
        return value.equals(Name.OFF)
                ? OptionalLong.empty()
                : OptionalLong.of(ByteSize.parse(value).orElseThrow());
    }

    private static String value(Map<Name, String> settings, Name name) {
        return Optional.ofNullable(settings.get(name)).filter(name::allows).orElse(name.preset());
    }
}
