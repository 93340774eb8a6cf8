package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Retry;
import io.longhaul.common.migration.SqlOperation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Operations on PostgreSQL, and the mistakes in them. The operation in each begins in line 3, column 5. */
class PostgresMistakesTest {

    private static final String ALONE = " cannot run in a transaction, so a crash may leave half of it;"
            + " add a done, a query that answers 1 once it has happened";

    @Test
    void anOperationOnPostgresIsReadAndGoesOnAfterACrash() {
        SqlOperation read = operation("""
                postgres: [ "UPDATE t SET n = 1", "DELETE FROM t WHERE n = 2" ]
                rollback: UPDATE t SET n = 0
                timeout: 2h
                retry: { attempts: 5, wait: 10s }
                """);

        assertThat(read)
                .isEqualTo(new SqlOperation(
                        "UPDATE t SET n = 1",
                        Engine.POSTGRES,
                        List.of("UPDATE t SET n = 1", "DELETE FROM t WHERE n = 2"),
                        Optional.empty(),
                        List.of("UPDATE t SET n = 0"),
                        Optional.empty(),
                        new Handling(
                                CrashRule.RESUME,
                                false,
                                Optional.of(Duration.ofHours(2)),
                                Optional.of(new Retry(5, Duration.ofSeconds(10))))));
    }

    @Test
    void whatRunsAloneGoesOnAfterACrashWhenItSaysWhetherItIsDone() {
        assertThat(operation("postgres: VACUUM t\ndone: SELECT true").handling().onCrash())
                .isEqualTo(CrashRule.RESUME);
    }

    @Test
    void anOperationOfBothEnginesOrOfNone() {
        assertSaid(
                "clickhouse: SELECT 1\npostgres: SELECT 1",
                "4:15: the operation has both clickhouse and postgres; write one of them");
        assertSaid(
                "name: x",
                "3:5: the operation has neither clickhouse nor postgres nor rebuildTable; write one of them");
    }

    @Test
    void whatBeginsOrEndsTransactions() {
        assertSaid(
                "postgres: [ BEGIN, UPDATE t SET n = 1, commit ]",
                "3:17: BEGIN belongs to the transaction that Longhaul makes of each statement; leave it out",
                "3:44: COMMIT belongs to the transaction that Longhaul makes of each statement; leave it out");
    }

    @Test
    void whatRunsAloneWithoutSayingWhenItIsDone() {
        assertSaid("postgres: CREATE INDEX CONCURRENTLY i ON t (n)", "3:15: CREATE" + ALONE);
        assertSaid("postgres: VACUUM (ANALYZE) t", "3:15: VACUUM" + ALONE);
        assertSaid("postgres: reindex (verbose) database x", "3:15: REINDEX" + ALONE);
        assertThat(operation("postgres: REFRESH MATERIALIZED VIEW CONCURRENTLY v")
                        .engine())
                .isEqualTo(Engine.POSTGRES);
        assertThat(operation("postgres: COMMENT ON INDEX i IS 'VACUUM, CONCURRENTLY'")
                        .engine())
                .isEqualTo(Engine.POSTGRES);
    }

    @Test
    void aStagingTable() {
        assertSaid(
                "postgres: CREATE TABLE {staging} (n int)",
                "3:28: '{staging}' is known only in the statements of an operation on ClickHouse;"
                        + " write the name of a table");
    }

    @Test
    void aParameterThatIsNotDeclared() {
        assertSaid(
                "postgres: DELETE FROM t WHERE n = {n}",
                "3:39: '{n}' has no value: it is no parameter, and the operation has no forEach;"
                        + " declare it under parameters, or add a forEach whose query has a column n, and write {n:text}");
    }

    @Test
    void aValueWherePostgresBindsNone() {
        assertSaid(
                "name: x\nforEach: { postgres: SELECT 1 AS x }"
                        + "\npostgres: ALTER TABLE t ALTER COLUMN c SET DEFAULT {x:Int32}"
                        + "\nrollback: comment on table {x:identifier} is {x:text}",
                "5:56: '{x:Int32}' is a value, and PostgreSQL takes none in ALTER;"
                        + " write the value itself, or {x:identifier} where it is a name",
                "6:50: '{x:text}' is a value, and PostgreSQL takes none in COMMENT;"
                        + " write the value itself, or {x:identifier} where it is a name");
        assertSaid(
                "forEach: { postgres: SELECT 1 AS x }\npostgres: CREATE TABLE t (n int GENERATED ALWAYS AS ({x:int}) STORED)",
                "4:58: '{x:int}' is a value, and PostgreSQL takes none in CREATE;"
                        + " write the value itself, or {x:identifier} where it is a name");
    }

    @Test
    void valuesAndNamesWherePostgresTakesThem() {
        for (String statement : List.of(
                "ALTER TABLE {x:Identifier} ADD COLUMN c int",
                "WITH w AS (SELECT {x:int} AS n) UPDATE t SET n = w.n FROM w",
                "create unlogged table {x:identifier} as select {x:int} as n",
                "(SELECT {x:int})")) {
            assertThat(operation("name: n\nforEach: { postgres: SELECT 1 AS x }\npostgres: \"" + statement + "\"")
                            .statements())
                    .containsExactly(statement);
        }
    }

    @Test
    void aRetryThatIsNone() {
        assertSaid("postgres: SELECT 1\nretry: {}", "4:12: 'attempts' is missing; add attempts: 5");
        assertSaid("postgres: SELECT 1\nretry: { attempts: 0 }", "4:24: 'attempts' is 0; write a number of at least 1");
    }

    private static SqlOperation operation(String operation) {
        return (SqlOperation) Written.definition(
                        "description: x\noperations:\n  - " + operation.strip().replace("\n", "\n    "))
                .migration()
                .operations()
                .get(0);
    }

    private static void assertSaid(String operation, String... sentences) {
        assertThat(Written.problemsOfOperation(operation))
                .containsExactly(List.of(sentences).stream()
                        .map(said -> "0001_x.yaml:" + said)
                        .toArray(String[]::new));
    }
}
