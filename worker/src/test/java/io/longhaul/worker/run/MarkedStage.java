package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.wire.Wire;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run on a ClickHouse that keeps marks, behind a wire that may lose what passes. */
abstract class MarkedStage {

    static final By ALICE = new By("alice@desk", "");

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    String longhauls;

    @AutoClose
    Wire wire;

    @AutoClose
    Bench bench;

    /** Five operations that insert their number into t, and a sixth that fails until there is a table gate. */
    @BeforeEach
    void bench() {
        with(insert(1), insert(2), insert(3), insert(4), insert(5), last());
    }

    final void with(SqlOperation... does) {
        if (bench != null) {
            bench.close();
            wire.close();
        }
        longhauls = services.freshPostgresUrl();
        String clickHouse = services.freshClickHouseUrl();
        wire = new Wire(clickHouse);
        bench = new Bench(longhauls, services.freshRedisUrl(), clickHouse, wire.url(), does);
        bench.sql("CREATE TABLE t (number UInt64) ENGINE = MergeTree ORDER BY number");
    }

    static SqlOperation insert(int number) {
        return operation(
                "insert %d".formatted(number),
                "INSERT INTO t SELECT %d".formatted(number),
                Optional.empty(),
                "ALTER TABLE t DELETE WHERE number = %d SETTINGS mutations_sync = 2".formatted(number));
    }

    static SqlOperation last() {
        return operation("last", "INSERT INTO gate SELECT 1", Optional.empty());
    }

    static SqlOperation operation(String name, String statement, Optional<String> done, String... rollback) {
        return new SqlOperation(
                name,
                Engine.CLICKHOUSE,
                List.of(statement),
                Optional.empty(),
                List.of(rollback),
                done,
                Handling.of(CrashRule.RESUME));
    }

    String numbers() {
        return bench.value("SELECT toString(arraySort(groupArray(number))) FROM t");
    }
}
