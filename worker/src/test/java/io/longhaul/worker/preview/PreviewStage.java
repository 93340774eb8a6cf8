package io.longhaul.worker.preview;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.report.PlanReport;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseByHand;
import io.longhaul.worker.target.clickhouse.ClickHouseReckoning;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import io.longhaul.worker.target.postgres.PostgresTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables on real databases, and previews of migrations of them. */
abstract class PreviewStage {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE, POSTGRES);

    static final Duration WHOLE = Duration.ofSeconds(9);

    private ServiceUrl clickHouse;
    private ServiceUrl postgres;
    ClickHouseByHand byHand;

    @BeforeEach
    void makeTables() {
        String address = services.freshClickHouseUrl();
        clickHouse = ServiceUrl.parse(address, List.of("http"));
        postgres = ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql"));
        byHand = new ClickHouseByHand(address);
        byHand.sql("CREATE TABLE t (n UInt64, p UInt8) ENGINE = MergeTree PARTITION BY p ORDER BY n");
        byHand.sql("INSERT INTO t SELECT number, number % 2 FROM numbers(200000)");
        byHand.sql("CREATE TABLE u AS t");
    }

    @AfterEach
    void disconnect() {
        byHand.close();
    }

    static SqlOperation copy() {
        return new SqlOperation(
                "copy {p}",
                List.of("INSERT INTO u SELECT * FROM t WHERE p = {p:UInt8}"),
                Optional.of(Query.onClickHouse("SELECT p, count() AS rows FROM t GROUP BY p ORDER BY p")),
                List.of("ALTER TABLE u DROP PARTITION {p:UInt8}"),
                Optional.empty());
    }

    static SqlOperation insert(String statement) {
        return new SqlOperation("do it", List.of(statement), Optional.empty(), List.of(), Optional.empty());
    }

    PlanReport look(Migration migration) throws InterruptedException {
        return look(migration, Map.of());
    }

    PlanReport look(Migration migration, Map<String, String> chosen) throws InterruptedException {
        return preview(WHOLE).of(definition(migration), chosen, 200);
    }

    Preview preview(Duration whole) {
        return new Preview(
                this::instruments,
                Optional.empty(),
                new Dependencies(any -> Optional.empty(), any -> Optional.empty()),
                Map.of(),
                whole,
                System::nanoTime);
    }

    private Instruments instruments() {
        ClickHouseTarget looking = ClickHouseTarget.readOnly(clickHouse, Preview.STATEMENT);
        Targets targets = new Targets(Map.of(
                Engine.CLICKHOUSE, looking, Engine.POSTGRES, PostgresTarget.readOnly(postgres, Preview.STATEMENT)));
        return new Instruments(targets, new ClickHouseReckoning(looking));
    }

    static Definition definition(Migration migration) {
        return new Definition(migration, Checksum.of("x"), "x");
    }

    List<Map<String, String>> state() {
        List<Map<String, String>> state = new ArrayList<>(byHand.target.rows(
                "SELECT name, toString(uuid) AS id, create_table_query FROM system.tables"
                        + " WHERE database = currentDatabase() ORDER BY name",
                Map.of()));
        state.addAll(byHand.target.rows(
                "SELECT table, sum(rows) AS rows, min(min_block_number) AS first, max(max_block_number) AS last"
                        + " FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table ORDER BY table",
                Map.of()));
        return state;
    }
}
