package io.longhaul.worker.run;

import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Wish;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.wire.Wire;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A database with the empty tables t and u, and benches whose workers come to it by a wire that a test can break. */
final class Wired implements AutoCloseable {

    final Wire wire;
    private final LocalServices services;
    private final String clickHouse;

    Wired(LocalServices services) {
        this.services = services;
        clickHouse = services.freshClickHouseUrl();
        wire = new Wire(clickHouse);
    }

    Bench bench(SqlOperation... does) {
        return bench(wish -> wish, does);
    }

    /** The watch over statements hears of wishes by a way of its own. */
    Bench bench(Function<Supplier<Wish>, Supplier<Wish>> hearing, SqlOperation... does) {
        return withTables(new Bench(
                services.freshPostgresUrl(), services.freshRedisUrl(), clickHouse, wire.url(), hearing, does));
    }

    Bench bench(Migration migration) {
        return withTables(new Bench(
                services.freshPostgresUrl(),
                services.freshRedisUrl(),
                clickHouse,
                wire.url(),
                wish -> wish,
                migration));
    }

    /** The migration has functions in Java. */
    Bench bench(Migration migration, Functions functions) {
        return withTables(new Bench(
                services.freshPostgresUrl(),
                services.freshRedisUrl(),
                clickHouse,
                wire.url(),
                Optional.empty(),
                wish -> wish,
                migration,
                functions));
    }

    private static Bench withTables(Bench bench) {
        bench.sql("CREATE TABLE t (number UInt64) ENGINE = MergeTree ORDER BY number");
        bench.sql("CREATE TABLE u AS t");
        return bench;
    }

    @Override
    public void close() {
        wire.close();
    }
}
