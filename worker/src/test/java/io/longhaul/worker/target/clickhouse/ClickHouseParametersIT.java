package io.longhaul.worker.target.clickhouse;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.ParameterType;
import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseParametersIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE);

    private ClickHouseTarget target;

    @BeforeEach
    void connect() {
        target = new ClickHouseTarget(ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http")));
    }

    @AfterEach
    void disconnect() {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x'; DROP TABLE t; --",
                "\\",
                "\\N",
                "\\t\\'",
                "a\tb\nc\r\nd\be\ff",
                "`\"''\"{p:String}{staging} $1 ? %s %25 + & = # /* */",
                "Grüße, 表, 🐘\u0301",
                "null",
            })
    void aTextArrivesAsItIsWhateverItHolds(String value) {
        assertThat(value("SELECT {p:String}", value)).isEqualTo(value);
        execute("CREATE TABLE t (p String) ENGINE = MergeTree ORDER BY p", value);
        execute("INSERT INTO t SELECT {p:String}", value);

        assertThat(value("SELECT any(p) FROM t WHERE p = {p:String}", value)).isEqualTo(value);
    }

    /** As somebody types it, what binds it, and what ClickHouse makes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER    | -42                       | toString({p:Int64} + 1)                        | -41",
                "INTEGER    | 9223372036854775807       | toString({p:UInt64} + 1)                       | 9223372036854775808",
                "DECIMAL    | 12345678901234.5678       | toString({p:Decimal(18, 4)} * 2)               | 24691357802469.1356",
                "DECIMAL    | 0.25                      | toString({p:Float64} * 4)                      | 1",
                "BOOLEAN    | true                      | toString(NOT {p:Bool})                         | false",
                "TIMESTAMP  | 2020-01-01T01:00:00+01:00 | toString({p:DateTime('UTC')})                  | 2020-01-01 00:00:00",
                "TIMESTAMP  | 2020-01-01T00:00:00.5Z    | toString({p:DateTime64(6, 'UTC')})             | 2020-01-01 00:00:00.500000",
                "TIMESTAMP  | 2020-01-01T00:00:00Z      | toString(toUnixTimestamp({p:DateTime('UTC')})) | 1577836800",
                "DURATION   | 90m                       | toString(toDateTime('2020-01-01 00:00:00', 'UTC') + toIntervalSecond({p:UInt32})) | 2020-01-01 01:30:00",
                "DURATION   | 250ms                     | toString({p:Float64} * 1000)                   | 250",
                "ENUM       | fast                      | {p:String}                                     | fast",
            })
    void aValueOfEachTypeIsWhatItsAuthorMeant(ParameterType type, String text, String expression, String result) {
        String bound = type.bound(text).orElseThrow();

        assertThat(value("SELECT " + expression, bound)).isEqualTo(result);
    }

    @Test
    void anIdentifierStandsForATable() {
        String table = ParameterType.IDENTIFIER.bound("events_2026").orElseThrow();
        execute("CREATE TABLE {p:Identifier} (n UInt8) ENGINE = MergeTree ORDER BY n", table);
        execute("INSERT INTO {p:Identifier} VALUES (7)", table);
        execute("ALTER TABLE {p:Identifier} DROP PARTITION tuple()", table);

        assertThat(value("SELECT toString(count()) FROM {p:Identifier}", table)).isEqualTo("0");
        assertThat(value("SELECT name FROM system.tables WHERE database = currentDatabase()", table))
                .isEqualTo("events_2026");
    }

    /** ClickHouse's own parser refuses a parameter in each of these. */
    @Test
    void anIdentifierStandsWhereClickHouseTakesOnlyAPlainName() {
        execute("CREATE TABLE t (n UInt8, `odd``na-me` UInt8) ENGINE = MergeTree ORDER BY n PARTITION BY n", "");
        execute("INSERT INTO t VALUES (1, 7), (2, 8)", "");
        execute("CREATE TABLE u AS {p:Identifier} ENGINE = MergeTree ORDER BY n PARTITION BY n", "t");

        execute("ALTER TABLE t MOVE PARTITION 1 TO TABLE {p:Identifier}", "u");
        execute("ALTER TABLE u REPLACE PARTITION 2 FROM {p:Identifier}", "t");
        execute("ALTER TABLE t ADD INDEX {p:Identifier} n TYPE minmax", "odd`na-me");

        assertThat(value("SELECT toString(sum({p:Identifier})) FROM u", "odd`na-me"))
                .isEqualTo("15");
        assertThat(value("SELECT '{p:Identifier}'", "t")).isEqualTo("{p:Identifier}");
    }

    private String value(String query, String value) {
        return target.rows(query, Map.of("p", value)).get(0).values().iterator().next();
    }

    private void execute(String sql, String value) {
        assertThat(target.execute(new TargetStatement(new QueryId("q"), sql, Map.of("p", value))))
                .isInstanceOf(Outcome.Returned.class);
    }
}
