package io.longhaul.worker.run;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationBuilder;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.RunId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.postgres.PostgresTarget;
import io.longhaul.worker.wire.Wire;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A PostgreSQL database with three accounts whose {@code n} is 0, and benches that work on it by a wire. */
final class App implements AutoCloseable {

    static final String COUNT_UP = "UPDATE account SET n = n + 1";
    static final String COUNT_DOWN = "UPDATE account SET n = n - 1";

    /** Holds every row, and takes half a minute if nobody ends it. */
    static final String SLOWLY = COUNT_UP + " WHERE pg_sleep(10) IS NOT NULL";

    final Wire wire;
    final PostgresTarget target;
    private final LocalServices services;
    private final ServiceUrl url;

    App(LocalServices services) {
        this.services = services;
        String address = services.freshPostgresUrl();
        url = ServiceUrl.parse(address, List.of("postgresql"));
        wire = new Wire(address);
        target = new PostgresTarget(url);
        byHand("CREATE TABLE account (id int PRIMARY KEY, n int NOT NULL)");
        byHand("INSERT INTO account VALUES (1, 0), (2, 0), (3, 0)");
    }

    static SqlOperation postgres(String statement, String... rollback) {
        return new SqlOperation(
                "on postgres " + statement.hashCode(),
                Engine.POSTGRES,
                List.of(statement),
                Optional.empty(),
                List.of(rollback),
                Optional.empty(),
                Handling.of(CrashRule.RESUME));
    }

    static SqlOperation handled(SqlOperation operation, Handling handling) {
        return new SqlOperation(
                operation.name(),
                operation.engine(),
                operation.statements(),
                operation.forEach(),
                operation.rollback(),
                operation.done(),
                handling);
    }

    static MigrationBuilder migration(SqlOperation... does) {
        return Migration.of(Bench.MIGRATION.value(), "For a test", does);
    }

    Bench bench(SqlOperation... does) {
        return bench(migration(does).build());
    }

    Bench bench(Migration migration) {
        return bench(migration, Optional.of(wire.url()));
    }

    Bench bench(Migration migration, Optional<String> workersPostgres) {
        String clickHouse = services.freshClickHouseUrl();
        Bench bench = new Bench(
                services.freshPostgresUrl(),
                services.freshRedisUrl(),
                clickHouse,
                clickHouse,
                workersPostgres,
                wish -> wish,
                migration,
                Functions.NONE);
        bench.sql("CREATE TABLE t (number UInt64) ENGINE = MergeTree ORDER BY number");
        return bench;
    }

    /** The one value of a query. */
    String value(String query) {
        return target.rows(query, Map.of()).get(0).values().iterator().next();
    }

    /** What the accounts have, all together. */
    String sum() {
        return value("SELECT sum(n) FROM account");
    }

    void byHand(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException wrong) {
            throw new AssertionError(sql, wrong);
        }
    }

    Connection connect() throws SQLException {
        Properties who = new Properties();
        who.setProperty("user", url.user().orElseThrow());
        who.setProperty("password", url.password().orElseThrow().reveal());
        return DriverManager.getConnection("jdbc:postgresql://%s/%s".formatted(url.address(), url.path()), who);
    }

    /** Each attempt: operation, direction, result. */
    static List<String> journal(Bench bench, RunId run) {
        return bench.store.journal().attempts(run).stream()
                .map(attempt -> "%d %s %s"
                        .formatted(
                                attempt.operation(),
                                attempt.direction(),
                                attempt.result().map(Attempt.Result::name).orElse("open")))
                .toList();
    }

    @Override
    public void close() {
        target.close();
        wire.close();
    }
}
