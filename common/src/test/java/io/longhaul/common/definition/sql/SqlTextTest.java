package io.longhaul.common.definition.sql;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static List<String> names(String sql) {
        return SqlText.of(sql).placeholders().stream().map(Placeholder::name).toList();
    }
}
