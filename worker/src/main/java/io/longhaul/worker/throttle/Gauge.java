package io.longhaul.worker.throttle;

import io.longhaul.common.run.Failure;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.worker.check.YesOrNo;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Measures what there are limits for, on a connection that can change nothing. For one thread. */
final class Gauge {

    private final Target target;
    private final String table;
    private final String building;

    /**
     * For one rebuild.
     *
     * @param table that is rebuilt
     * @param building how the names of the table that is built begin
     */
    Gauge(Target target, String table, String building) {
        this.target = target;
        this.table = table;
        this.building = building;
    }

    /** Throws {@link TargetRefused} that says which setting wanted to know what could not be measured. */
    Facts measure(Limits limits) {
        return new Facts(
                limits.queries().isPresent() ? about(Name.THROTTLE_QUERIES, this::queries) : OptionalLong.empty(),
                limits.parts().isPresent() ? about(Name.THROTTLE_PARTS, this::parts) : OptionalLong.empty(),
                limits.memoryPercent().isPresent() ? about(Name.THROTTLE_MEMORY, this::memory) : OptionalDouble.empty(),
                limits.freeDisk().isPresent()
                        ? about(Name.THROTTLE_FREE_DISK, () -> OptionalLong.of(target.freeDiskBytesFor(table)))
                        : OptionalLong.empty(),
                limits.query().map(query -> about(Name.THROTTLE_QUERY, () -> answer(query))));
    }

    private static <T> T about(Name name, Supplier<T> measure) {
        try {
            return measure.get();
        } catch (TargetRefused refused) {
            Failure failure = refused.failure();
            throw new TargetRefused(
                    new Failure(failure.source(), failure.code(), "%s: %s".formatted(name.word(), failure.message())),
                    refused);
        }
    }

    /** Looks into the list itself are nobody's load, and ours are known by their ids. */
    private OptionalLong queries() {
        return number("""
                SELECT count() AS found FROM system.processes
                 WHERE NOT startsWith(query_id, 'lh-') AND position(query, 'system.processes') = 0""", Map.of());
    }

    /** Where merges are off for the time of the rebuild, waiting would make nothing better. */
    private OptionalLong parts() {
        return number("""
                SELECT max(parts) AS found
                  FROM (SELECT count() AS parts FROM system.parts
                         WHERE active AND database = currentDatabase()
                           AND table IN (SELECT name FROM system.tables
                                          WHERE database = currentDatabase()
                                            AND (name = {table:String} OR startsWith(name, {building:String}))
                                            AND NOT match(engine_full,
                                                          'max_bytes_to_merge_at_max_space_in_pool = 1([^0-9]|$)'))
                         GROUP BY table, partition_id)""", Map.of("table", table, "building", building));
    }

    /** A server that has no limit, or does not count what it uses, cannot come near it. */
    private OptionalDouble memory() {
        Map<String, String> row = one("""
                SELECT (SELECT toString(value) FROM system.metrics WHERE metric = 'MemoryTracking') AS used,
                       (SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage') AS most""", Map.of());
        double used = Double.parseDouble(row.getOrDefault("used", "0"));
        double most = Double.parseDouble(row.getOrDefault("most", "0"));
        return used > 0 && most > 0 ? OptionalDouble.of(used / most * 100) : OptionalDouble.empty();
    }

    private boolean answer(String query) {
        return YesOrNo.read(target.rows(query, Map.of()))
                .orElseThrow(() -> new TargetRefused(
                        new Failure("check", "throttle", "it must return one row with one value, 1 or 0")));
    }

    private OptionalLong number(String query, Map<String, String> parameters) {
        return Optional.ofNullable(one(query, parameters).get("found")).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private Map<String, String> one(String query, Map<String, String> parameters) {
        List<Map<String, String>> rows = target.rows(query, parameters);
        return rows.isEmpty() ? Map.of() : rows.get(0);
    }
}
