package io.longhaul.common.definition.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InsertSelectTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSERT INTO t SELECT a FROM s                                 | SELECT a FROM s
            insert into t (a, `select`) select a from s;                  | select a from s
            INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x            | WITH x AS (SELECT 1) SELECT * FROM x
            INSERT INTO FUNCTION null('a UInt8') SELECT 1 AS a            | SELECT 1 AS a
            INSERT INTO t SELECT a FROM s SETTINGS max_threads = 1, x = 2 | SELECT a FROM s
            INSERT INTO t SELECT settings FROM s WHERE settings = 1       | SELECT settings FROM s WHERE settings = 1
            """)
    void theReadingHalfIsFound(String statement, String select) {
        assertThat(InsertSelect.in(SqlText.of(statement)).orElseThrow().select())
                .isEqualTo(select);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO t VALUES (1)", "SELECT 1", "INSERT INTO t (SELECT 1)", "CREATE TABLE t AS s"})
    void whatHasNoneHasNone(String statement) {
        assertThat(InsertSelect.in(SqlText.of(statement))).isEmpty();
    }

    @Test
    void onlyWhatIsNeitherGroupedNorJoinedGoesRowByRow() {
        assertThat(rowByRow("SELECT * FROM s WHERE a = 'GROUP BY'")).isTrue();
        assertThat(rowByRow("SELECT a, count() FROM s GROUP BY a")).isFalse();
        assertThat(rowByRow("SELECT * FROM s JOIN u USING (a)")).isFalse();
        assertThat(rowByRow("SELECT * FROM (SELECT DISTINCT a FROM s)")).isFalse();
        assertThat(rowByRow("SELECT * FROM s ORDER BY a")).isFalse();
    }

    private static boolean rowByRow(String select) {
        return InsertSelect.in(SqlText.of("INSERT INTO t " + select))
                .orElseThrow()
                .rowByRow();
    }
}
