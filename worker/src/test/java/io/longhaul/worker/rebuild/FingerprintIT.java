package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import io.longhaul.worker.target.clickhouse.ClickHouseByHand;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checksum that cannot be reckoned stops a rebuild; one that overlooks something is worse. */
class FingerprintIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.CLICKHOUSE);

    @AutoClose
    private final ClickHouseByHand clickHouse = new ClickHouseByHand(services.freshClickHouseUrl());

    private String checksum(String from, Column... columns) {
        Fingerprint fingerprint =
                new Fingerprint(List.of(columns), List.of(columns), List.<ColumnChange>of(), clickHouse.target::quoted);
        return clickHouse
                .target
                .rows(fingerprint.ofNew(from, "1"), Map.of())
                .get(0)
                .getOrDefault("checksum", "0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "UInt8 | 1 | 2",
                "Int64 | 1 | -1",
                "Int256 | 1 | -1",
                "Date | '2026-01-01' | '2026-01-02'",
                "DateTime | '2026-01-01 00:00:00' | '2026-01-01 00:00:01'",
                "Nullable(DateTime64(3)) | NULL | '1970-01-01 00:00:00.000'",
                "Bool | true | false",
                "Float64 | 0.5 | nan",
                "Decimal(38, 10) | 1.5 | 1.6",
                "String | '' | 'a'",
                "FixedString(4) | 'abcd' | 'abce'",
                "LowCardinality(String) | 'a' | 'b'",
                "Nullable(UInt64) | NULL | 0",
                "Nullable(UInt64) | NULL | 1",
                "Nullable(String) | NULL | ''",
                "LowCardinality(Nullable(String)) | NULL | ''",
                "Array(Nullable(UInt32)) | [1, NULL] | [1, 2]",
                "Array(Nullable(UInt32)) | [NULL] | []",
                "Array(Array(String)) | [['a'], []] | [['a']]",
                "Tuple(a UInt8, b Nullable(String)) | (1, NULL) | (1, '')",
                "Map(String, UInt64) | map('a', 1) | map('a', 2)",
                "Map(LowCardinality(String), Array(Nullable(UInt8))) | map('a', [NULL]) | map('a', [1])",
                "UUID | '00000000-0000-0000-0000-000000000001' | '00000000-0000-0000-0000-000000000002'",
                "Date32 | '1900-01-01' | '1900-01-02'",
                "DateTime64(6, 'UTC') | '2026-01-01 00:00:00.000001' | '2026-01-01 00:00:00.000002'",
                "Enum8('a' = 1, 'b' = 2) | 'a' | 'b'",
                "IPv4 | '10.0.0.1' | '10.0.0.2'",
                "IPv6 | '::1' | '::2'",
                "JSON | '{\"a\": 1}' | '{\"a\": 2}'",
                "Variant(UInt64, String) | 1::UInt64 | 'a'::String",
                "Dynamic | 1::UInt64 | 2::UInt64",
                "SimpleAggregateFunction(sum, UInt64) | 1 | 2"
            })
    void anotherValueGivesAnotherChecksum(String type, String one, String other) {
        clickHouse.sql("CREATE TABLE a (id UInt64, v %s) ENGINE = MergeTree ORDER BY id".formatted(type));
        clickHouse.sql("CREATE TABLE b AS a");
        clickHouse.sql("INSERT INTO a SELECT 1, CAST(%s, '%s')".formatted(one, type.replace("'", "\\'")));
        clickHouse.sql("INSERT INTO b SELECT 1, CAST(%s, '%s')".formatted(other, type.replace("'", "\\'")));
        Column[] columns = {new Column("id", "UInt64", ""), new Column("v", type, "")};

        String first = checksum("a", columns);

        assertThat(first).isNotEqualTo("0");
        assertThat(checksum("a", columns)).isEqualTo(first);
        assertThat(checksum("b", columns)).isNotEqualTo(first);
    }

    @Test
    void statesOfAggregatesAreTold() {
        clickHouse.sql("CREATE TABLE a (id UInt64, v AggregateFunction(uniq, UInt64)) ENGINE = MergeTree ORDER BY id");
        clickHouse.sql("INSERT INTO a SELECT 1, uniqState(number) FROM numbers(10)");
        Column[] columns = {new Column("id", "UInt64", ""), new Column("v", "AggregateFunction(uniq, UInt64)", "")};
        String first = checksum("a", columns);

        clickHouse.sql("TRUNCATE TABLE a");
        clickHouse.sql("INSERT INTO a SELECT 1, uniqState(number) FROM numbers(11)");

        assertThat(checksum("a", columns)).isNotEqualTo(first);
    }

    /** Otherwise the same values in other rows, or other columns, would do. */
    @Test
    void valuesThatChangePlacesAreSeen() {
        clickHouse.sql("CREATE TABLE a (x UInt64, y UInt64, s String) ENGINE = MergeTree ORDER BY x");
        Column[] columns = {new Column("x", "UInt64", ""), new Column("y", "UInt64", ""), new Column("s", "String", "")
        };
        clickHouse.sql("INSERT INTO a VALUES (1, 2, 'a'), (3, 4, 'b')");
        String first = checksum("a", columns);

        clickHouse.sql("TRUNCATE TABLE a");
        clickHouse.sql("INSERT INTO a VALUES (1, 2, 'b'), (3, 4, 'a')");
        assertThat(checksum("a", columns)).as("strings of two rows").isNotEqualTo(first);
        clickHouse.sql("TRUNCATE TABLE a");
        clickHouse.sql("INSERT INTO a VALUES (2, 1, 'a'), (3, 4, 'b')");
        assertThat(checksum("a", columns)).as("numbers of one row").isNotEqualTo(first);
        clickHouse.sql("TRUNCATE TABLE a");
        clickHouse.sql("INSERT INTO a VALUES (3, 4, 'b'), (1, 2, 'a')");
        assertThat(checksum("a", columns)).as("the order of rows is nothing").isEqualTo(first);
        clickHouse.sql("INSERT INTO a VALUES (3, 4, 'b'), (3, 4, 'b')");
        assertThat(checksum("a", columns)).as("a pair that is there twice").isNotEqualTo(first);
    }
}
