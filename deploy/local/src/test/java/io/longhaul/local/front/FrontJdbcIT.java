package io.longhaul.local.front;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.jdbc.StatementImpl;
import io.longhaul.local.junit.LocalServices;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrontJdbcIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE);

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("compress", "false");
        properties.setProperty("retry", "0");
        properties.setProperty("client_retry_on_failures", "None");
        properties.setProperty("socket_timeout", "0");
        connection = DriverManager.getConnection("jdbc:ch:" + services.freshClickHouseUrl(), properties);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void theUsualTypesArriveAsTheyWere() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT toUInt64(18446744073709551615) AS big, toInt32(-1) AS small, 'tëxt' AS text,
                               toDate('2026-02-03') AS day, toDateTime('2026-02-03 04:05:06') AS moment,
                               toUUID('00000000-0000-0000-0000-00000000002a') AS id, toDecimal64('1.50', 2) AS price,
                               CAST(NULL AS Nullable(String)) AS nothing, [1, 2] AS list, 1.5 AS fraction, true AS flag
                        """)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getObject("big").toString()).isEqualTo("18446744073709551615");
            assertThat(row.getInt("small")).isEqualTo(-1);
            assertThat(row.getString("text")).isEqualTo("tëxt");
            assertThat(row.getObject("day", LocalDate.class)).isEqualTo("2026-02-03");
            assertThat(row.getString("moment")).isEqualTo("2026-02-03 04:05:06");
            assertThat(row.getObject("id")).isEqualTo(new UUID(0, 42));
            assertThat(row.getBigDecimal("price")).isEqualByComparingTo(new BigDecimal("1.5"));
            assertThat(row.getObject("nothing")).isNull();
            assertThat(row.getDouble("fraction")).isEqualTo(1.5);
            assertThat(row.getBoolean("flag")).isTrue();
            assertThat(row.next()).isFalse();
        }
    }

    @Test
    void aTableIsMadeFilledAndCopied() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (x UInt64) ENGINE = MergeTree ORDER BY x");
            statement.execute("CREATE TABLE copy AS t");
            statement.execute("INSERT INTO t SELECT number FROM numbers(1000)");
            statement.execute("INSERT INTO copy SELECT * FROM t");
            try (ResultSet row = statement.executeQuery("SELECT count(), sum(x) FROM copy")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(1000);
                assertThat(row.getLong(2)).isEqualTo(499_500);
            }
        }
    }

    @Test
    void aPreparedStatementBindsItsValues() throws SQLException {
        try (var insert = connection.prepareStatement("SELECT ? + 1, ?, ?")) {
            insert.setLong(1, 41);
            insert.setString(2, "it's");
            insert.setObject(3, LocalDate.of(2026, 2, 3));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(42);
                assertThat(row.getString(2)).isEqualTo("it's");
                assertThat(row.getString(3)).startsWith("2026-02-03");
            }
        }
    }

    @Test
    void aBatchIsInserted() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (x UInt64, s String) ENGINE = MergeTree ORDER BY x");
        }
        try (var insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int i = 0; i < 100; i++) {
                insert.setLong(1, i);
                insert.setString(2, "line\n'" + i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(), max(s) FROM t")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(100);
            assertThat(row.getString(2)).isEqualTo("line\n'99");
        }
    }

    @Test
    void aStatementsQueryIdIsTheOneThatIsSeen() throws SQLException {
        try (StatementImpl statement = connection.createStatement().unwrap(StatementImpl.class)) {
            statement.getLocalSettings().setQueryId("mine-1");
            try (ResultSet row = statement.executeQuery(
                    "SELECT query_id FROM system.processes WHERE query LIKE '%system.processes%'")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("mine-1");
            }
        }
    }

    @Test
    void anErrorKeepsItsCode() {
        assertThatThrownBy(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT * FROM nowhere");
                    }
                })
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getErrorCode()).as(e.getMessage()).isEqualTo(60));
    }
}
