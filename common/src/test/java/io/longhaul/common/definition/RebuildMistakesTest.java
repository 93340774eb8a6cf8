package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.RebuildTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in rebuilds of tables. The operation in each begins in line 3, column 5. */
class RebuildMistakesTest {

    private static final String FAMILY =
            "write one of MergeTree, ReplacingMergeTree, SummingMergeTree, AggregatingMergeTree, CollapsingMergeTree,"
                    + " VersionedCollapsingMergeTree, CoalescingMergeTree, GraphiteMergeTree";

    @Test
    void aRebuildThatChangesNothing() {
        assertSaid(
                "rebuildTable: t",
                "3:19: the rebuild changes nothing; add at least one of orderBy, primaryKey, partitionBy, engine, settings,"
                        + " columns");
        assertSaid(
                "rebuildTable: t\nkeepOldTable: 3d",
                "3:19: the rebuild changes nothing; add at least one of orderBy, primaryKey, partitionBy, engine, settings,"
                        + " columns");
        assertSaid(
                "rebuildTable: t\nsettings: {}",
                "4:15: 'settings' is empty; it takes at least one name, such as { index_granularity: 4096 }");
    }

    @Test
    void aTableWithADatabaseInItOrWithQuotes() {
        assertSaid(
                "rebuildTable: shop.events\norderBy: a",
                "3:19: 'rebuildTable' is 'shop.events', with a database in it; write events: it is looked for in the"
                        + " database of the connection");
        assertSaid(
                "rebuildTable: '`shop`.`events`'\norderBy: a",
                "3:19: 'rebuildTable' is '`shop`.`events`', with a database in it; write events: it is looked for in the"
                        + " database of the connection");
        assertSaid(
                "rebuildTable: '`events`'\norderBy: a",
                "3:19: 'rebuildTable' is '`events`'; write the name of a table as it is, without quotes, such as events");
        assertSaid(
                "rebuildTable: '{table:Identifier}'\norderBy: a",
                "3:19: 'rebuildTable' is '{table:Identifier}', and nothing is filled into it; write the name of the table"
                        + " itself");
        assertSaid(
                "rebuildTable: [t]\norderBy: a", "3:19: 'rebuildTable' is a list; it takes text, such as \"events\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: x",
                "clickhouse: SELECT 1",
                "postgres: SELECT 1",
                "forEach: { clickhouse: SELECT 1 }",
                "rollback: SELECT 1",
                "done: SELECT 1",
                "onCrash: ask",
                "irreversible: true",
                "timeout: 2h",
                "retry: { attempts: 2 }",
            })
    void whatOperationsOfSqlHaveIsNotForRebuilds(String key) {
        List<String> problems = Written.problemsOfOperation("rebuildTable: t\norderBy: a\n" + key);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0))
                .startsWith("0001_x.yaml:5:5: '%s' stands beside rebuildTable; ".formatted(key.split(":", 2)[0]));
    }

    @Test
    void whatRebuildsHaveIsNotForOperationsOfSql() {
        assertSaid(
                "clickhouse: SELECT 1\norderBy: a",
                "4:5: 'orderBy' belongs to a rebuildTable; make an operation of its own with rebuildTable");
        assertSaid(
                "orderBy: a\nkeepOldTable: 1d",
                "3:5: 'orderBy' belongs to a rebuildTable; add rebuildTable: \"events\", the name of the table",
                "4:5: 'keepOldTable' belongs to a rebuildTable; add rebuildTable: \"events\", the name of the table");
        assertSaid("rebuildTabel: t\norderBy: a", "3:5: unknown key 'rebuildTabel'; did you mean 'rebuildTable'?");
    }

    @Test
    void anEngineThatIsOfMoreThanOneServerOrNotOfTheFamily() {
        assertSaid(
                "rebuildTable: t\nengine: ReplicatedReplacingMergeTree('/x', 'y')",
                "4:13: 'engine' is 'ReplicatedReplacingMergeTree('/x', 'y')', and only tables of one server can be rebuilt"
                        + " so far; " + FAMILY);
        assertSaid(
                "rebuildTable: t\nengine: Distributed(c, d, t)",
                "4:13: 'engine' is 'Distributed(c, d, t)', which is not of the MergeTree family; " + FAMILY);
        assertSaid(
                "rebuildTable: t\nengine: ReplacingMergetree(version)",
                "4:13: 'engine' is 'ReplacingMergetree(version)', which is not of the MergeTree family; did you mean"
                        + " ReplacingMergeTree?");
        assertSaid(
                "rebuildTable: t\nengine: MergeTree ORDER BY a",
                "4:13: 'engine' is 'MergeTree ORDER BY a', with more than arguments behind it; write keys and settings as"
                        + " orderBy, partitionBy, primaryKey and settings");
        assertSaid(
                "rebuildTable: t\nengine: MergeTree() ORDER BY (a)",
                "4:13: 'engine' is 'MergeTree() ORDER BY (a)', with more than arguments behind it; write keys and settings"
                        + " as orderBy, partitionBy, primaryKey and settings");
    }

    @Test
    void aPrimaryKeyThatIsNotTheBeginningOfTheSortingKey() {
        assertSaid(
                "rebuildTable: t\norderBy: [a, b, c]\nprimaryKey: [b]",
                "5:17: 'primaryKey' is not the beginning of 'orderBy'; write the first of a, b, c, in that order, or leave"
                        + " it out");
        assertSaid(
                "rebuildTable: t\norderBy: []\nprimaryKey: b",
                "5:17: 'primaryKey' is not the beginning of 'orderBy'; leave it out");
        assertThat(Written.operation("rebuildTable: t\norderBy: ['f(a,b)', c]\nprimaryKey: f( a, b )"))
                .isInstanceOf(RebuildTable.class);
    }

    @Test
    void aCommaThatDividesWhatWasMeantAsOne() {
        String quotes = "between [ ] or { } put quotes around text that has a ',' in it";
        assertSaid(
                "rebuildTable: t\norderBy: [f(a, b), c]",
                "4:16: '(' is never closed; " + quotes,
                "4:21: ')' closes nothing; " + quotes);
        assertSaid(
                "rebuildTable: t\norderBy: ['a, b']",
                "4:15: 'a, b' holds several expressions; write each as an item of its own");
    }

    @Test
    void whatWouldNotEndWhereItEnds() {
        assertSaid(
                "rebuildTable: t\norderBy: a; DROP TABLE t",
                "4:15: ';' ends a statement, and this is a part of one; leave it out");
        assertSaid(
                "rebuildTable: t\norderBy: a -- b",
                "4:14: there is a comment inside of SQL; write it in YAML, after a '#'");
        assertSaid("rebuildTable: t\npartitionBy: f('a)", "4:20: ''' is never closed; close it");
        assertSaid(
                "rebuildTable: t\ncolumns: { add: { a: \"{type:Identifier}\" } }",
                "4:27: '{type:Identifier}' has no value here: nothing is filled into a rebuild; write what is meant itself");
    }

    @Test
    void settingsThatCannotBe() {
        assertSaid(
                "rebuildTable: t\nsettings: { index granularity: 1, a: 0x10, b: [1] }",
                "4:17: 'index granularity' cannot be the name of a setting; write one of system.merge_tree_settings, such"
                        + " as index_granularity",
                "4:42: 'a' is 0x10; write a plain decimal number, or text in quotes",
                "4:51: 'b' is a list; it takes text or a decimal number or true or false, such as 4096");
    }

    @Test
    void aTimeThatIsNoNumberOfDays() {
        assertSaid(
                "rebuildTable: t\norderBy: a\nkeepOldTable: 12h",
                "5:19: 'keepOldTable' is '12h'; write whole days, such as 14d, at most 3650d, or 0d to drop the old table"
                        + " at once");
        assertSaid(
                "rebuildTable: t\norderBy: a\nkeepOldTable: 14",
                "5:19: 'keepOldTable' is the number 14; write it as text, in quotes: \"14\", and write a number above 0"
                        + " with one of ms, s, m, h, d, such as 30s");
    }

    @Test
    void aColumnTwiceOrWithoutATypeOrWithAStrangeName() {
        assertSaid(
                "rebuildTable: t\ncolumns:\n  add: { a: UInt8 }\n  modify: { b: UInt8 }\n  drop: [a, b, b]",
                "7:14: the column 'a' is changed in line 5 already; write each column once",
                "7:17: the column 'b' is changed in line 6 already; write each column once",
                "7:20: the column 'b' is changed in line 6 already; write each column once");
        assertSaid(
                "rebuildTable: t\ncolumns: { add: { a: } }",
                "4:23: 'a' is empty; it takes text, such as \"LowCardinality(String)\"");
        assertSaid(
                "rebuildTable: t\ncolumns: { drop: '`a`' }",
                "4:22: '`a`' cannot be the name of a column; write it as it is, without quotes; between [ ] or { } put"
                        + " quotes around text that has a ',' in it");
        assertSaid(
                "rebuildTable: t\ncolumns: { rename: { a: b } }",
                "4:16: unknown key 'rename'; known here: add, modify, drop");
    }

    @Test
    void aColumnThatIsDroppedAndStillNeeded() {
        assertSaid(
                "rebuildTable: t\norderBy: [toDate(day), id]\ncolumns: { drop: [day, date] }",
                "5:23: the column 'day' is dropped, and 'orderBy' needs it; leave it out of one of them");
    }

    private static void assertSaid(String operation, String... problems) {
        List<String> found = Written.problemsOfOperation(operation);
        assertThat(found).hasSameSizeAs(problems);
        for (int i = 0; i < problems.length; i++) {
            assertThat(found.get(i)).startsWith("0001_x.yaml:" + problems[i]);
        }
    }
}
