package io.longhaul.worker.target.postgres;

import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between braces is bound, and nothing else in a statement is touched. */
class PostgresParametersIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES);

    @AutoClose
    private Scene scene;

    @BeforeEach
    void connect() {
        String url = services.freshPostgresUrl();
        scene = new Scene(url, url);
    }

    @Test
    void valuesOfEachTypeArriveAsTheyAre() {
        scene.byHand("CREATE TABLE v (n int, x text, ts timestamptz, d numeric, b boolean, j jsonb)");
        String odd = "it's \"odd\" \\ \\n ${x} {y:int} ? \u00e4\ud83d\ude80 -- /* $$";

        assertThat(scene.execute(
                        "INSERT INTO {table:identifier} VALUES ({n:int}, {x:text}, {ts:timestamptz}, {d:numeric(8,2)},"
                                + " {b:boolean}, {j:jsonb})",
                        Map.of(
                                "table",
                                "v",
                                "n",
                                "-7",
                                "x",
                                odd,
                                "ts",
                                "2024-03-01 12:00:00",
                                "d",
                                "1.239",
                                "b",
                                "true",
                                "j",
                                "{\"a\": 1}")))
                .isEqualTo(new Outcome.Returned(1));

        assertThat(scene.beside.rows(
                        "SELECT n, x, extract(epoch FROM ts)::bigint AS ts, d, b, j, x = {x:text} AS same FROM v",
                        Map.of("x", odd)))
                .containsExactly(Map.of(
                        "n",
                        "-7",
                        "x",
                        odd,
                        "ts",
                        "1709294400",
                        "d",
                        "1.24",
                        "b",
                        "t",
                        "j",
                        "{\"a\": 1}",
                        "same",
                        "t"));
    }

    @Test
    void aNameIsQuotedAndNothingElseIsReadIntoIt() {
        String odd = "T; drop \"table\" t ?";
        assertThat(scene.execute("CREATE TABLE {name:identifier} (n int)", Map.of("name", odd)))
                .isInstanceOf(Outcome.Returned.class);

        assertThat(scene.beside.rows("SELECT count(*) AS n FROM {name:identifier}", Map.of("name", odd)))
                .containsExactly(Map.of("n", "0"));
        assertThat(scene.target.rowCount(odd)).isZero();
        assertThat(scene.target.tableBytes("t")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT '{\"a\": 1}'::jsonb ? 'a' AS yes",
                "SELECT '{\"a\": 1}'::jsonb ? {a:text} AS yes",
                "SELECT '{\"a\": 1}'::jsonb ?| array['b', {a:text}] AS yes",
                "SELECT '{\"a\": 1}'::jsonb ?& array['a'] AS yes",
                "SELECT {a:text} = 'a' AND '{b:int} ?' <> '' AS yes -- {c:int} ?",
                "SELECT {a:text} = 'a' /* {c:int} ? /* ? */ */ AS yes",
                "SELECT $q$ {c:int} ? ' $q$ = ' {c:int} ? '' ' AS yes",
                "SELECT E'\\'{c:int} ?' = '''{c:int} ?' AS yes",
                "SELECT \"{c:int} ?\" AS yes FROM (SELECT true AS \"{c:int} ?\") AS x",
            })
    void onlyWhatStandsInTheCodeIsAParameter(String query) {
        assertThat(scene.target.rows(query, Map.of("a", "a"))).containsExactly(Map.of("yes", "t"));
    }

    @Test
    void theBodyOfAFunctionIsLeftAsItIs() {
        String body =
                "CREATE FUNCTION f(int) RETURNS text LANGUAGE plpgsql AS $body$ DECLARE s text := '{fn x} ? {a:int}';"
                        + " BEGIN IF $1 > 1 THEN RETURN s || $$;?$$; END IF; RETURN ''; END $body$";

        assertThat(scene.execute(body, Map.of())).isInstanceOf(Outcome.Returned.class);

        assertThat(scene.value("SELECT f(2)")).isEqualTo("{fn x} ? {a:int};?");
    }

    @Test
    void aParameterWithoutAValueIsNamed() {
        assertThat(scene.execute("UPDATE t SET n = {n:int}", Map.of()))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure()).hasToString("postgres 42P02: parameter n has no value"));
        assertThatThrownBy(() -> scene.target.rows("SELECT {n:int}", Map.of()))
                .isInstanceOf(TargetRefused.class)
                .hasMessageContaining("parameter n has no value");
    }

    /** The server's code for that is of the class of lost connections. */
    @Test
    void aStatementThatCannotHaveParametersFailsAndIsNotTakenForALostConnection() {
        Outcome outcome = scene.execute("ALTER TABLE t ALTER COLUMN n SET DEFAULT {n:int}", Map.of("n", "7"));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(scene.target.mayPass(((Outcome.Failed) outcome).failure())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (4, {n:int})",
                "WITH w AS (SELECT {n:int} AS n) UPDATE t SET n = w.n FROM w",
                "EXPLAIN SELECT {n:int}",
                "DECLARE c CURSOR FOR SELECT {n:int}",
                "CREATE TEMP TABLE u AS SELECT {n:int} AS n",
                "ALTER TABLE t ALTER COLUMN n SET DEFAULT {n:int}",
                "CREATE TABLE u (n int DEFAULT {n:int})",
                "CREATE VIEW u AS SELECT {n:int} AS n",
                "CREATE MATERIALIZED VIEW u AS SELECT {n:int} AS n",
                "CREATE INDEX u ON t (n) WHERE n > {n:int}",
                "COMMENT ON TABLE t IS {n:text}",
                "COPY (SELECT {n:int}) TO STDOUT",
            })
    void theReaderOfDefinitionsKnowsWhereTheServerBindsValues(String statement) {
        assertThat(scene.execute(statement, Map.of("n", "7")) instanceof Outcome.Returned)
                .isEqualTo(SqlText.of(Engine.POSTGRES, statement).bindsValues());
    }

    @Test
    void whatTheServerSaysOfItsOwnConnectionsIsNotTakenForOurs() {
        Outcome outcome = scene.execute(
                "DO $$ BEGIN RAISE EXCEPTION 'could not connect' USING ERRCODE = '08001'; END $$", Map.of());

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aNulByteIsRefusedWhereverItStands() {
        assertThat(scene.execute("UPDATE t SET n = length({x:text})", Map.of("x", "a\0b")))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(scene.execute("UPDATE t SET n = 1 -- \0", Map.of())).isInstanceOf(Outcome.Failed.class);
        assertThat(scene.execute("CREATE TABLE {x:identifier} (n int)", Map.of("x", "a\0b")))
                .isInstanceOf(Outcome.Failed.class);
        assertThatThrownBy(() -> scene.target.rows("SELECT {x:text}", Map.of("x", "a\0b")))
                .isInstanceOfSatisfying(
                        TargetRefused.class,
                        refused -> assertThat(scene.target.gaveNoAnswer(refused.failure()))
                                .isFalse());
        assertThat(scene.value("SELECT sum(n) FROM t")).isEqualTo("0");
    }

    @Test
    void timesWithoutAZoneAreMeantInUtcWhereverTheServerAndTheWorkerStand() {
        scene.byHand(
                "ALTER DATABASE %s SET timezone TO 'Pacific/Apia'".formatted(scene.value("SELECT current_database()")));
        scene.byHand("CREATE TABLE times (ts timestamptz)");
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        String url = services.freshPostgresUrl();
        try (Scene elsewhere = new Scene(url, url)) {
            assertThat(elsewhere.execute(
                            "CREATE TABLE times AS SELECT {ts:timestamptz} AS ts", Map.of("ts", "2024-07-01 00:00:00")))
                    .isInstanceOf(Outcome.Returned.class);
            assertThat(elsewhere.value("SELECT ts FROM times")).isEqualTo("2024-07-01 00:00:00+00");
        } finally {
            TimeZone.setDefault(before);
        }
        assertThat(scene.execute("INSERT INTO times VALUES ({ts:timestamptz})", Map.of("ts", "2024-07-01 00:00:00")))
                .isInstanceOf(Outcome.Returned.class);
        assertThat(scene.value("SELECT extract(epoch FROM ts)::bigint FROM times"))
                .isEqualTo("1719792000");
    }

    @Test
    void whoOnlyLooksCannotChangeAnything() {
        try (PostgresTarget looking =
                PostgresTarget.readOnly(Scene.url(services.freshPostgresUrl()), Duration.ofMillis(500))) {
            assertThatThrownBy(() -> looking.rows("CREATE TABLE x (n int)", Map.of()))
                    .isInstanceOf(TargetRefused.class)
                    .hasMessageContaining("25006");
            assertThatThrownBy(() -> looking.rows("SELECT pg_sleep(60)", Map.of()))
                    .isInstanceOf(TargetRefused.class)
                    .hasMessageContaining("57014");
            assertThat(looking.rows("SELECT 1 AS one, NULL AS nothing", Map.of()))
                    .isEqualTo(List.of(Map.of("one", "1")));
        }
    }
}
