package io.longhaul.common.definition.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Engine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "INSERT INTO live.events SELECT 1 | live.events",
                "SELECT e.x FROM live . events AS e | live . events",
                "SELECT 1 FROM a, live.events WHERE a.x = 1 | live.events",
                "SELECT 1 FROM a JOIN `live`.events AS e ON e.x = a.x | `live`.events",
                "SELECT 1 FROM \"live\".\"events\" | \"live\".\"events\"",
                "CREATE TABLE IF NOT EXISTS x AS live.events | live.events",
                "CREATE MATERIALIZED VIEW v TO live.events AS SELECT t.x FROM t | live.events",
                "EXCHANGE TABLES a AND live.b | live.b",
                "RENAME TABLE a TO live.a | live.a",
                "DROP TABLE a, live.b | live.b",
                "ALTER TABLE live.a UPDATE n.x = 1 WHERE n.y = 2 | live.a",
                "ALTER TABLE a MOVE PARTITION 1 TO TABLE live.b | live.b",
                "SELECT 1 WHERE x IN live.ids | live.ids",
                "SELECT known.x FROM t | known.x",
                "SELECT dictGet('live.d', 'a', 1) | 'live.d'",
                "INSERT INTO FUNCTION remote('host', db, t) SELECT 1 | remote",
                "CREATE TABLE d AS t ENGINE = Distributed(c, live, t) | Distributed",
                "DROP DATABASE live | DROP DATABASE"
            })
    void aDatabaseOnClickHouseIsFound(String statement, String named) {
        assertThat(DatabaseNames.in(Engine.CLICKHOUSE, statement, Set.of("known")))
                .extracting(NamedDatabase::text)
                .containsExactly(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT e.team_id, t.x FROM events AS e, t WHERE e.id = t.id AND e.y IN (1, 2)",
                "SELECT x FROM system.tables WHERE database = currentDatabase()",
                "SELECT x FROM information_schema.tables",
                "SELECT 'INSERT INTO live.events' -- FROM live.events",
                "SELECT x FROM t ARRAY JOIN n.a",
                "SELECT extract(year FROM e.at), trim(both ' ' FROM e.x) FROM e",
                "ALTER TABLE t RENAME COLUMN n.a TO n.b",
                "ALTER TABLE t DROP COLUMN IF EXISTS n.a",
                "ALTER TABLE t UPDATE n.x = 1.5 WHERE n.y = 2",
                "CREATE TABLE IF NOT EXISTS x AS t ENGINE = MergeTree ORDER BY (a, tuple().1)",
                "CREATE TABLE d AS t ENGINE = Distributed(c, currentDatabase(), t)",
                "SELECT dictGet('d', 'a.b', 1), joinGet('j', 'x', 1)",
                "INSERT INTO {staging} SELECT * FROM events WHERE events.p = {partition:String}"
            })
    void whatIsNoDatabaseOnClickHouseIsLeftAlone(String statement) {
        assertThat(DatabaseNames.in(Engine.CLICKHOUSE, statement, Set.of("known")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO live.app.t VALUES (1) | live.app.t",
                "SELECT dblink('x') | dblink",
                "DELETE FROM longhaul.run | longhaul.",
                "CREATE DATABASE x | CREATE DATABASE",
                "SELECT a.b FROM app.t AS a |"
            })
    void onPostgresqlASchemaIsNoDatabase(String statement, String named) {
        assertThat(DatabaseNames.in(Engine.POSTGRES, statement, Set.of()))
                .extracting(NamedDatabase::text)
                .isEqualTo(named == null ? List.of() : List.of(named));
    }
}
