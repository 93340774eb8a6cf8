package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Mistakes in statements, queries and names. The operation in each begins in line 3, column 5. */
class SqlMistakesTest {

    @Test
    void aParameterWithoutForEach() {
        assertSaid(
                "clickhouse: ALTER TABLE t DROP PARTITION {p:String}",
                "3:46: '{p:String}' has no value: it is no parameter, and the operation has no forEach;"
                        + " declare it under parameters, or add a forEach whose query has a column p");
        assertSaid(
                "clickhouse: SELECT 1\nrollback: ALTER TABLE t DROP PARTITION {p}",
                "4:44: '{p}' has no value: it is no parameter, and the operation has no forEach;"
                        + " declare it under parameters, or add a forEach whose query has a column p, and write {p:String}");
        assertSaid(
                "clickhouse: SELECT 1\ndone: SELECT {p:UInt8}",
                "4:18: '{p:UInt8}' has no value: it is no parameter, and the operation has no forEach;"
                        + " declare it under parameters, or add a forEach whose query has a column p");
    }

    @Test
    void aParameterWithoutAType() {
        assertSaid(
                "forEach: { clickhouse: SELECT 1 AS p }\nclickhouse:\n  - SELECT 1\n  - SELECT '{p}', {p}",
                "6:23: '{p}' has no type; write {p:String}, or another type");
    }

    @Test
    void aParameterInAQueryThatHasNone() {
        assertSaid(
                "forEach: { clickhouse: \"SELECT {p:String} AS q\" }\nclickhouse: SELECT 1",
                "3:36: '{p:String}' has no value here; write the value itself into the query");
        assertThat(Written.problems("""
                        description: x
                        required: { clickhouse: "SELECT {p:String}" }
                        prechecks: [ { clickhouse: "SELECT {staging}" } ]
                        operations: [ { clickhouse: SELECT 1 } ]
                        """))
                .containsExactly(
                        "0001_x.yaml:2:33: '{p:String}' has no value here; write the value itself into the query",
                        "0001_x.yaml:3:36: '{staging}' has no value here; write the value itself into the query");
    }

    @Test
    void theStagingTableInRollbackOrDone() {
        assertSaid(
                "clickhouse: SELECT 1\nrollback: DROP TABLE {staging}",
                "4:26: '{staging}' is known only in the statements of an operation on ClickHouse; write the name of a table");
        assertSaid(
                "clickhouse: SELECT 1\ndone: SELECT 1 FROM {staging}",
                "4:25: '{staging}' is known only in the statements of an operation on ClickHouse; write the name of a table");
    }

    @Test
    void theStagingTableWithAType() {
        assertSaid(
                "clickhouse:\n  - CREATE TABLE {staging} AS t\n  - DROP TABLE {staging:Identifier}",
                "5:20: '{staging:Identifier}' is a table, which has no type; write {staging}");
    }

    @Test
    void aStagingTableThatIsNeverCreated() {
        assertSaid(
                "clickhouse:\n  - SELECT 'CREATE TABLE {staging}'\n  - INSERT INTO {staging} SELECT 1",
                "5:21: this operation never creates {staging};"
                        + " begin it with a statement such as CREATE OR REPLACE TABLE {staging} AS events");
    }

    @Test
    void aStagingTableOfAnotherOperation() {
        assertThat(Written.problems("""
                        description: x
                        operations:
                          - clickhouse: CREATE TABLE {staging} AS t
                          - clickhouse: INSERT INTO {staging} SELECT 1
                        """))
                .containsExactly("0001_x.yaml:4:29: this operation never creates {staging};"
                        + " begin it with a statement such as CREATE OR REPLACE TABLE {staging} AS events");
    }

    @Test
    void aTrailingSemicolon() {
        assertSaid("clickhouse: SELECT ';' ; -- done", "3:28: the statement ends with ';'; leave the ';' out");
    }

    @Test
    void severalStatementsInOneText() {
        assertSaid(
                "clickhouse: |\n  INSERT INTO a SELECT ';';\n  -- and\n  INSERT INTO b SELECT 1;",
                "4:31: a second statement follows this ';'; write a list, one statement each");
        assertSaid(
                "clickhouse: SELECT 1\ndone: SELECT 1; SELECT 2",
                "4:19: a second statement follows this ';'; write one query");
    }

    @Test
    void aStatementThatIsOnlyAComment() {
        assertSaid("clickhouse: -- later", "3:17: there is nothing but a comment; write one statement");
    }

    @Test
    void aQuoteOrCommentThatIsNeverClosed() {
        assertSaid("clickhouse: SELECT 'it", "3:24: ' is never closed; close it");
        assertSaid("clickhouse: SELECT 1 /* it", "3:26: /* is never closed; close it");
    }

    @Test
    void aQueryThatChangesSomething() {
        assertThat(Written.problems("""
                        description: x
                        required: { clickhouse: DROP TABLE events }
                        prechecks: [ { clickhouse: "(SELECT 1)" } ]
                        operations:
                          - forEach: { clickhouse: INSERT INTO x SELECT 1 }
                            clickhouse: SELECT 1
                            done: ALTER TABLE x ADD COLUMN y UInt8
                        """))
                .containsExactly(
                        "0001_x.yaml:2:25: the query begins with DROP; write one that begins with SELECT or WITH",
                        "0001_x.yaml:3:28: the query begins with no word; write one that begins with SELECT or WITH",
                        "0001_x.yaml:5:28: the query begins with INSERT; write one that begins with SELECT or WITH",
                        "0001_x.yaml:7:11: the query begins with ALTER; write one that begins with SELECT or WITH");
    }

    @Test
    void aNameWithAParameterThatHasNoValue() {
        assertSaid(
                "name: copy {p}\nclickhouse: SELECT 1",
                "3:16: '{p}' has no value: it is no parameter, and the operation has no forEach;"
                        + " leave it out, or add a forEach whose query has a column p");
    }

    @Test
    void aNameWithATypeOrTheStagingTable() {
        assertThat(
                        Written.problemsOfOperation(
                                "name: copy {p:String} to {staging}\nforEach: { clickhouse: SELECT 1 AS p }\nclickhouse: SELECT 1"))
                .containsExactly(
                        "0001_x.yaml:3:16: '{p:String}' has a type; in a name write {p}",
                        "0001_x.yaml:3:30: '{staging}' is known only in statements; leave it out of the name");
    }

    @Test
    void twoOperationsOfOneName() {
        assertThat(Written.problems("""
                        description: x
                        operations:
                          - { name: SELECT 1, clickhouse: SELECT 2 }
                          - clickhouse: SELECT 1
                        """))
                .containsExactly("0001_x.yaml:4:17: the operation in line 3 is called 'SELECT 1' too;"
                        + " give each operation a name of its own");
    }

    @Test
    void aStatementThatUndoesItselfWithoutSayingWhenItIsDone() {
        assertSaid(
                "clickhouse: EXCHANGE TABLES a AND b",
                "3:17: EXCHANGE undoes itself when it is repeated;"
                        + " add a done, a query that answers 1 once it has happened");
        assertSaid(
                "clickhouse:\n  - SELECT 1\n  - ALTER TABLE t ATTACH PARTITION 1 FROM s",
                "5:9: ALTER undoes itself when it is repeated;"
                        + " add a done, a query that answers 1 once it has happened");
        assertSaid(
                "clickhouse: SELECT 1\nrollback: RENAME TABLE a TO b",
                "4:15: RENAME undoes itself when it is repeated;"
                        + " add a done, a query that answers 1 once it has happened");
    }

    @Test
    void aPlaceBehindAnEscapeIsThatOfTheWholeText() {
        assertSaid(
                "clickhouse: \"SELECT {p:\\x53tring}\"",
                "3:17: '{p:String}' has no value: it is no parameter, and the operation has no forEach;"
                        + " declare it under parameters, or add a forEach whose query has a column p");
    }

    private static void assertSaid(String operation, String sentence) {
        assertThat(Written.problemsOfOperation(operation)).containsExactly("0001_x.yaml:" + sentence);
    }
}
