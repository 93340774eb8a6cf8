package io.longhaul.worker.run;

import io.longhaul.common.migration.SqlOperation;
import java.util.List;
import java.util.Optional;

/** Operations on a table {@code t} of numbers that a test has made. */
public final class Operations {

    /** The rows that each of the inserts makes. */
    static final int ROWS = 3000;

    /** Writes all rows, in about a second and a half. */
    static final String SLOW_ROWS =
            "SELECT number FROM numbers(3000) WHERE sleepEachRow(0.0005) = 0 SETTINGS max_block_size = 100, max_insert_block_size = 100, min_insert_block_size_rows = 1, max_threads = 1";

    private static final String NAP = "INSERT INTO FUNCTION null('number UInt64') " + SLOW_ROWS;

    private Operations() {}

    /** Knows when it is done, so its statement may end by itself under any owner. */
    static SqlOperation insertWithDone() {
        return new SqlOperation(
                "insert",
                List.of("INSERT INTO t " + SLOW_ROWS),
                Optional.empty(),
                List.of("TRUNCATE TABLE t"),
                Optional.of("SELECT count() = %d FROM t".formatted(ROWS)));
    }

    /** Doubles its rows when it is repeated, and nobody can ask it whether it is done. */
    static SqlOperation insert() {
        return new SqlOperation(
                "insert",
                List.of("INSERT INTO t " + SLOW_ROWS),
                Optional.empty(),
                List.of("TRUNCATE TABLE t"),
                Optional.empty());
    }

    /** Knows when it is done, and does it at once. */
    static SqlOperation quickInsertWithDone() {
        return new SqlOperation(
                "insert",
                List.of("INSERT INTO t SELECT number FROM numbers(%d)".formatted(ROWS)),
                Optional.empty(),
                List.of("TRUNCATE TABLE t"),
                Optional.of("SELECT count() = %d FROM t".formatted(ROWS)));
    }

    /** By way of a table that carries the epoch. */
    static SqlOperation insertByStaging() {
        return new SqlOperation(
                "copy",
                List.of(
                        "CREATE OR REPLACE TABLE {staging} AS t",
                        "INSERT INTO {staging} " + SLOW_ROWS,
                        "ALTER TABLE t REPLACE PARTITION tuple() FROM {staging}"),
                Optional.empty(),
                List.of("TRUNCATE TABLE t"),
                Optional.of("SELECT count() = %d FROM t".formatted(ROWS)));
    }

    /** Undoes itself when it is repeated. */
    static SqlOperation exchange() {
        return new SqlOperation(
                "exchange",
                List.of("EXCHANGE TABLES t AND u"),
                Optional.empty(),
                List.of("EXCHANGE TABLES t AND u"),
                Optional.of("SELECT count() = 0 FROM t"));
    }

    /** Done at once; the second statement of its rollback takes a second and a half. */
    static SqlOperation slowToTakeBack() {
        return new SqlOperation(
                "insert one",
                List.of("INSERT INTO t VALUES (1)"),
                Optional.empty(),
                List.of("TRUNCATE TABLE t", NAP),
                Optional.empty());
    }

    /** Takes a second and a half, changes nothing. */
    public static SqlOperation nap() {
        return nap("nap");
    }

    /** The same, under a name. */
    static SqlOperation nap(String name) {
        return new SqlOperation(name, List.of(NAP), Optional.empty(), List.of(), Optional.empty());
    }

    /** Does nothing, at once. */
    static SqlOperation nothing() {
        return new SqlOperation(
                "nothing",
                List.of("INSERT INTO FUNCTION null('number UInt64') SELECT 1"),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
