package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.SqlCheck;
import java.util.Optional;

/**
 * A check of a frozen plan: either {@code clickhouse}, or {@code table} with {@code factor}, {@code atLeast}, or both.
 */
record CheckDocument(
        Optional<String> clickhouse,
        Optional<String> message,
        Optional<String> table,
        Optional<Double> factor,
        Optional<Long> atLeast) {

    static CheckDocument of(Check check) {
        if (check instanceof FreeDisk disk) {
            return new CheckDocument(
                    Optional.empty(),
                    Optional.empty(),
                    disk.forTable().map(FreeDisk.ForTable::table),
                    disk.forTable().map(FreeDisk.ForTable::factor),
                    disk.atLeast());
        }
        SqlCheck sql = (SqlCheck) check;
        return new CheckDocument(
                Optional.of(sql.sql()), sql.message(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Check check() {
        return clickhouse
                .<Check>map(sql -> new SqlCheck(sql, message))
                .orElseGet(() ->
                        new FreeDisk(table.map(name -> new FreeDisk.ForTable(name, factor.orElseThrow())), atLeast));
    }
}
