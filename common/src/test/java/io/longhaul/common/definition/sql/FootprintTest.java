package io.longhaul.common.definition.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootprintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSERT INTO t SELECT 1                                | WRITES
            CREATE TABLE t AS s ENGINE = MergeTree ORDER BY a     | NONE
            CREATE OR REPLACE TABLE {staging} AS s                | NONE
            CREATE TABLE t ENGINE = Log AS SELECT 1               | UNKNOWN
            CREATE MATERIALIZED VIEW v TO t AS SELECT 1           | NONE
            CREATE MATERIALIZED VIEW v POPULATE AS SELECT 1       | UNKNOWN
            EXCHANGE TABLES t AND s                               | NONE
            RENAME TABLE t TO s                                   | NONE
            DROP TABLE IF EXISTS s SYNC                           | FREES
            DROP TABLE {staging}                                  | NONE
            TRUNCATE TABLE s                                      | FREES
            ALTER TABLE t DROP PARTITION ID 'x'                   | FREES
            ALTER TABLE t REPLACE PARTITION ID 'x' FROM {staging} | NONE
            ALTER TABLE t ADD COLUMN a UInt8                      | NONE
            ALTER TABLE t UPDATE a = 1 WHERE 1                    | UNKNOWN
            ALTER TABLE t MATERIALIZE COLUMN a                    | UNKNOWN
            OPTIMIZE TABLE t FINAL                                | UNKNOWN
            """)
    void itsWordsTellWhatAStatementDoesToTheRoom(String statement, Footprint footprint) {
        assertThat(Footprint.of(SqlText.of(statement))).isEqualTo(footprint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UPDATE t SET a = 1                    | UNKNOWN
            CREATE INDEX CONCURRENTLY i ON t (a)  | UNKNOWN
            CREATE MATERIALIZED VIEW v AS TABLE t | UNKNOWN
            ALTER TABLE t ADD COLUMN a int        | NONE
            ALTER TABLE t ALTER a TYPE bigint     | UNKNOWN
            DROP TABLE t                          | FREES
            """)
    void alsoInTheWordsOfPostgresql(String statement, Footprint footprint) {
        assertThat(Footprint.of(SqlText.of(Engine.POSTGRES, statement))).isEqualTo(footprint);
    }
}
