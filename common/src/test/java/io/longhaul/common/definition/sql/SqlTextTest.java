package io.longhaul.common.definition.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTextTest {

    @Test
    void placeholdersAreFoundInCodeAlone() {
        assertThat(names("SELECT {a:String}, { b : Array(DateTime64(3, 'UTC')) }, {c}"))
                .containsExactly("a", "b", "c");
        assertThat(names("SELECT '{a}', \"{b}\", `{c}` -- {d}\n, {e} /* {f} /* {g} */ {h} */ # {i}\n, $x$ {j} $x$"))
                .containsExactly("e");
        assertThat(names("SELECT map('k', 1), {'k': 1}, {}, { 1:2 }, {a-b}")).isEmpty();
    }

    @Test
    void escapesAndDoubledQuotesDoNotEndAQuote() {
        assertThat(names("SELECT '\\'{a}', 'it''s {b}', \"\\\"{c}\", '\\\\', {d}"))
                .containsExactly("d");
    }

    @Test
    void aDollarInAWordBeginsNoString() {
        assertThat(names("SELECT a$b$, {p}, c$b$")).containsExactly("p");
    }

    @Test
    void aPlaceholderIsKeptAsItWasWritten() {
        assertThat(SqlText.of("x { t : Enum('a') }").placeholders())
                .singleElement()
                .satisfies(placeholder -> {
                    assertThat(placeholder.text()).isEqualTo("{ t : Enum('a') }");
                    assertThat(placeholder.at()).isEqualTo(2);
                    assertThat(placeholder.type()).contains("Enum('a')");
                });
    }

    @Test
    void theStagingTableIsFilledInWhereItIsCode() {
        assertThat(SqlText.of("INSERT INTO {staging} SELECT '{staging}' FROM { staging }")
                        .withStaging("`s`"))
                .isEqualTo("INSERT INTO `s` SELECT '{staging}' FROM `s`");
    }

    @Test
    void onlyAStatementThatCreatesTheStagingTableDoes() {
        assertThat(List.of(
                        "CREATE TABLE {staging} AS t",
                        "create or replace table { staging } as t",
                        "-- first\nCREATE TABLE IF NOT EXISTS\n{staging} (x UInt8)"))
                .allMatch(sql -> SqlText.of(sql).createsStaging());
        assertThat(List.of(
                        "DROP TABLE {staging}", "CREATE TABLE t AS {staging}", "-- CREATE TABLE {staging}\nSELECT 1"))
                .noneMatch(sql -> SqlText.of(sql).createsStaging());
    }

    @Test
    void theFirstWordIsThatOfTheCode() {
        assertThat(SqlText.of(" /* x */ -- y\n insert into t").firstWord()).isEqualTo("INSERT");
        assertThat(SqlText.of("(SELECT 1)").firstWord()).isEmpty();
    }

    @Test
    void aSemicolonPartsStatementsOnlyWhenACodeFollows() {
        assertThat(SqlText.of("SELECT 1; -- x").isSeveral()).isFalse();
        assertThat(SqlText.of("SELECT 1;;").isSeveral()).isFalse();
        assertThat(SqlText.of("SELECT ';'").semicolon()).isEmpty();
        assertThat(SqlText.of("SELECT 1; 'x'").isSeveral()).isTrue();
    }

    @Test
    void postgresEscapesWithABackslashOnlyWhereAnEStands() {
        assertThat(postgres("SELECT '\\', {a:text}, E'\\'{b:text}', e'it''s \\'', {c:text}, name'\\', {d:text}"))
                .containsExactly("a", "c", "d");
        assertThat(postgres("SELECT \"\\\", {a:text}")).containsExactly("a");
    }

    @Test
    void postgresQuotesInDollarsWithATagThatIsAName() {
        assertThat(postgres("SELECT $$ {a:text} ' $$, $x$ {b:text} $$ $x$, {c:text}"))
                .containsExactly("c");
        assertThat(postgres("SELECT $1 + {a:int} + $1 + {b:int} + $1")).containsExactly("a", "b");
        assertThat(SqlText.of(Engine.POSTGRES, "DO $x$ never ends").unclosed()).hasValue(3);
    }

    @Test
    void postgresHasOperatorsThatClickHouseTakesForComments() {
        assertThat(postgres("SELECT j #> '{a}', j #>> {p:text}, j # {q:int}, 8 // {r:int}, `{s:int}`"))
                .containsExactly("p", "q", "r", "s");
        assertThat(postgres("SELECT 1 -- {p:int}\n /* {q:int} /* {r:int} */ {s:int} */ + {t:int}"))
                .containsExactly("t");
    }

    @Test
    void aQuestionMarkIsDoubledWhereItIsAnOperator() {
        assertThat(SqlText.of(Engine.POSTGRES, "SELECT j ? 'a?' -- ?\n, j ?| {p:text}")
                        .withDoubled('?'))
                .hasToString("SELECT j ?? 'a?' -- ?\n, j ??| {p:text}");
    }

    @Test
    void whatPostgresRunsAloneIsKnownWhateverItIsWrittenLike() {
        assertThat(List.of(
                        "VACUUM",
                        "vacuum (full) t",
                        "/* x */ CREATE UNIQUE INDEX\nCONCURRENTLY i ON t (n)",
                        "DROP INDEX CONCURRENTLY i",
                        "REINDEX (CONCURRENTLY) TABLE t",
                        "REINDEX SYSTEM x",
                        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
                        "ALTER SYSTEM SET work_mem = '1MB'",
                        "CREATE DATABASE x"))
                .allMatch(sql -> SqlText.of(Engine.POSTGRES, sql).runsAlone());
        assertThat(List.of(
                        "REINDEX TABLE t", "CREATE INDEX concurrently_built ON t (n)", "ALTER TABLE vacuum ADD n int"))
                .noneMatch(sql -> SqlText.of(Engine.POSTGRES, sql).runsAlone());
        assertThat(SqlText.of("VACUUM").runsAlone()).isFalse();
    }

    private static List<String> postgres(String sql) {
        return SqlText.of(Engine.POSTGRES, sql).placeholders().stream()
                .map(Placeholder::name)
                .toList();
    }

    private static List<String> names(String sql) {
        return SqlText.of(sql).placeholders().stream().map(Placeholder::name).toList();
    }
}
