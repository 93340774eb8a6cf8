package io.longhaul.worker.preview;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Percentage.withPercentage;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.report.CheckReport;
import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.CostReport.TimeReport;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.report.RebuildReport;
import io.longhaul.common.report.RebuildReport.Change;
import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseReckoning;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import io.longhaul.worker.target.postgres.PostgresTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
@Tag("slow")
class PreviewIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE, POSTGRES);

    private static final Duration WHOLE = Duration.ofSeconds(9);

    /** Longer than a preview waits for a statement; the server allows three seconds for each of them. */
    private static final String SLOW = "SELECT sleep(2.9) + sleep(2.8) + sleep(2.7) + sleep(2.6) = 0";

    private ServiceUrl clickHouse;
    private ServiceUrl postgres;
    private ClickHouseTarget writing;
    private int statements;

    @BeforeEach
    void makeTables() {
        clickHouse = ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http"));
        postgres = ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql"));
        writing = new ClickHouseTarget(clickHouse);
        sql("CREATE TABLE t (n UInt64, p UInt8) ENGINE = MergeTree PARTITION BY p ORDER BY n");
        sql("INSERT INTO t SELECT number, number % 2 FROM numbers(200000)");
        sql("CREATE TABLE u AS t");
    }

    @AfterEach
    void disconnect() {
        writing.close();
    }

    @Test
    void everyCheckIsToldThePassingOnesTooAndThePlanIsMadeAllTheSame() throws Exception {
        Migration migration = Migration.of("0001_x", "For a test", copy())
                .prechecks(
                        new SqlCheck("SELECT 1"),
                        new SqlCheck("SELECT 0", Optional.of("there is no room")),
                        new SqlCheck("SELECT nowhere"))
                .build();

        PlanReport report = look(migration);

        assertThat(report.outlook()).isEqualTo(Outlook.REFUSED);
        assertThat(report.checks())
                .extracting(CheckReport::kind, CheckReport::result)
                .containsExactly(
                        tuple("required", Result.PASSED),
                        tuple("precheck", Result.PASSED),
                        tuple("precheck", Result.FAILED),
                        tuple("precheck", Result.NO_ANSWER));
        assertThat(report.checks().get(2).words()).isEqualTo("precheck says no: there is no room");
        assertThat(report.operationCount()).isEqualTo(2);
    }

    @Test
    void rowsBytesDiskAndTimeAreReckonedAndWhatCannotBeTakenBackIsMarked() throws Exception {
        SqlOperation drop = new SqlOperation(
                "drop the old table",
                List.of("DROP TABLE t"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                new Handling(CrashRule.RESUME, true, Optional.of(Duration.ofMinutes(10)), Optional.empty()));

        PlanReport report =
                look(Migration.of("0001_x", "For a test", copy(), drop).build());

        assertThat(report.outlook()).isEqualTo(Outlook.GO);
        assertThat(report.irreversible()).containsExactly("drop the old table");
        assertThat(report.operations())
                .extracting(OperationReport::irreversible)
                .containsExactly(false, false, true);
        assertThat(report.operations().get(2).timeout()).contains("10m");
        assertThat(report.operations()).extracting(OperationReport::name).startsWith("copy 0", "copy 1");
        CostReport cost = report.cost().orElseThrow();
        assertThat(cost.rows()).isEqualTo(new Amount(200_000, true));
        assertThat(cost.bytes().atLeast()).isCloseTo(writing.tableBytes("t"), withPercentage(5));
        assertThat(cost.peakDiskBytes()).isEqualTo(cost.bytes());
        assertThat(cost.time().orElseThrow().sampleRows()).isBetween(10_000L, 100_000L);
        assertThat(cost.unknown()).isEmpty();
    }

    @Test
    void withoutAColumnOfRowsClickHouseEstimates() throws Exception {
        PlanReport report = look(Migration.of("0001_x", "For a test", insert("INSERT INTO u SELECT * FROM t"))
                .build());

        assertThat(report.operations().get(0).rows()).contains(200_000L);
    }

    @Test
    void whatNobodyCanKnowIsSaid() throws Exception {
        PlanReport report = look(Migration.of(
                        "0001_x",
                        "For a test",
                        insert("INSERT INTO u SELECT * FROM {staging}"),
                        insert("ALTER TABLE u UPDATE p = 1 WHERE 1"))
                .build());

        CostReport cost = report.cost().orElseThrow();
        assertThat(report.outlook()).isEqualTo(Outlook.GO);
        assertThat(cost.rows()).isEqualTo(new Amount(0, false));
        assertThat(cost.peakDiskBytes()).isEqualTo(new Amount(0, false));
        assertThat(cost.time()).isEmpty();
        assertThat(cost.unknown()).hasSize(2);
    }

    @Test
    void nothingIsChangedOnTheTarget() throws Exception {
        List<Map<String, String>> before = state();

        look(Migration.of(
                        "0001_x", "For a test", copy(), insert("INSERT INTO u SELECT * FROM t"), insert("DROP TABLE t"))
                .prechecks(new SqlCheck("SELECT 1"))
                .build());
        PlanReport sly = look(Migration.of("0001_x", "For a test", copy())
                .prechecks(new SqlCheck("INSERT INTO u VALUES (1, 1)"))
                .build());

        assertThat(sly.outlook()).isEqualTo(Outlook.REFUSED);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void whatIsNotRequiredHasNoPlan() throws Exception {
        PlanReport report = look(Migration.of("0001_x", "For a test", copy())
                .required(new SqlCheck("SELECT 0"))
                .prechecks(new SqlCheck("SELECT 0"))
                .build());

        assertThat(report.outlook()).isEqualTo(Outlook.NOT_REQUIRED);
        assertThat(report.checks()).extracting(CheckReport::result).containsExactly(Result.FAILED);
        assertThat(report.operationCount()).isZero();
    }

    @Test
    void parametersAreFilledInAndWrongOnesNamed() throws Exception {
        Parameter least = new Parameter(
                "least",
                ParameterType.INTEGER,
                Optional.of("7"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        Migration migration = Migration.of(
                        "0001_x", "For a test", insert("INSERT INTO u SELECT * FROM t WHERE n >= {least:UInt64}"))
                .parameters(least)
                .prechecks(new SqlCheck("SELECT {least:UInt64} > 3"))
                .build();

        assertThat(look(migration).parameters()).containsEntry("least", "7");
        assertThat(look(migration, Map.of("least", "2")).outlook()).isEqualTo(Outlook.REFUSED);
        PlanReport wrong = look(migration, Map.of("least", "few", "other", "1"));
        assertThat(wrong.checks()).extracting(CheckReport::kind).containsExactly("required", "parameter", "parameter");
    }

    @Test
    void aSlowCheckDoesNotHoldTheAnswerBeyondItsBound() throws Exception {
        Migration migration = Migration.of("0001_x", "For a test", copy())
                .prechecks(new SqlCheck(SLOW), new SqlCheck(SLOW), new SqlCheck(SLOW), new SqlCheck("SELECT 1"))
                .build();
        long begun = System.nanoTime();

        PlanReport report = look(migration);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WHOLE.plusSeconds(2));
        assertThat(report.outlook()).isEqualTo(Outlook.UNKNOWN);
        assertThat(report.checks())
                .extracting(CheckReport::result)
                .containsExactly(
                        Result.PASSED, Result.NOT_LOOKED, Result.NOT_LOOKED, Result.NOT_LOOKED, Result.NOT_LOOKED);
    }

    @Test
    void whenAllTimeIsUpWhatIsKnownByThenIsTold() throws Exception {
        Migration migration = Migration.of("0001_x", "For a test", copy())
                .prechecks(new SqlCheck("SELECT 1"), new SqlCheck(SLOW))
                .build();

        PlanReport report = preview(Duration.ofSeconds(2)).of(definition(migration), Map.of(), 10);

        assertThat(report.outlook()).isEqualTo(Outlook.UNKNOWN);
        assertThat(report.problem()).contains("there was no time to find out more");
        assertThat(report.checks().get(report.checks().size() - 1).result()).isEqualTo(Result.NOT_LOOKED);
    }

    @Test
    void operationsOnPostgresqlAreToldWithoutRows() throws Exception {
        SqlOperation update = new SqlOperation(
                "update",
                Engine.POSTGRES,
                List.of("UPDATE pg_nothing SET a = 1"),
                Optional.empty(),
                List.of("UPDATE pg_nothing SET a = 0"),
                Optional.empty(),
                Handling.of(CrashRule.RESUME));
        Migration migration = Migration.of("0001_x", "For a test", update)
                .prechecks(new SqlCheck(new Query(Engine.POSTGRES, "SELECT true"), Optional.empty()))
                .build();

        PlanReport report = look(migration);

        assertThat(report.outlook()).isEqualTo(Outlook.GO);
        assertThat(report.operations().get(0).engine()).isEqualTo("POSTGRES");
        assertThat(report.operations().get(0).rollback()).containsExactly("UPDATE pg_nothing SET a = 0");
        assertThat(report.operations().get(0).rows()).isEmpty();
    }

    @Test
    void itIsToldWhileAStatementOfARunIsInFlight() throws Exception {
        QueryId query = new QueryId("lh-preview-it");
        CompletableFuture<Outcome> statement = CompletableFuture.supplyAsync(() -> writing.execute(new TargetStatement(
                query,
                "SELECT sleepEachRow(0.1) FROM numbers(10000)"
                        + " SETTINGS function_sleep_max_microseconds_per_block = 10000000000",
                Map.of())));
        Awaitility.await().until(() -> writing.running(query).isPresent());

        assertThat(look(Migration.of("0001_x", "For a test", copy()).build()).outlook())
                .isEqualTo(Outlook.GO);

        assertThat(statement).isNotDone();
        writing.kill(query);
        statement.join();
    }

    @Test
    void ofALargePlanTheFirstOperationsAreToldAndAllAreCounted() throws Exception {
        SqlOperation many = new SqlOperation(
                "copy {n}",
                List.of("INSERT INTO u SELECT * FROM t WHERE n = {n:UInt64}"),
                Optional.of(Query.onClickHouse("SELECT number AS n, 2 AS rows FROM numbers(5000)")),
                List.of("SELECT 1"),
                Optional.empty());

        PlanReport report = look(Migration.of("0001_x", "For a test", many).build());

        assertThat(report.operations()).hasSize(200);
        assertThat(report.operationCount()).isEqualTo(5000);
        assertThat(report.cost().orElseThrow().rows()).isEqualTo(new Amount(10_000, true));
        assertThat(report.json().length()).isLessThan(200_000);
    }

    @Test
    void aRebuildThatCopiesIsToldWithWhatChangesAndOneMoreCopyOfTheTable() throws Exception {
        List<Map<String, String>> before = state();
        RebuildTable rebuild = new RebuildTable(
                "t",
                TableShape.SAME
                        .withOrderBy("p", "n")
                        .withPartitionBy("p")
                        .withSetting("index_granularity", "4096")
                        .withColumn("q", "UInt8")
                        .withModified("n", "UInt32"));

        PlanReport report = look(Migration.of("0001_x", "For a test", rebuild).build());

        assertThat(report.problem()).isEmpty();
        assertThat(report.outlook()).isEqualTo(Outlook.GO);
        OperationReport operation = report.operations().get(0);
        assertThat(operation.statement()).startsWith("rebuildTable: t\n").doesNotContain("{");
        assertThat(operation.rows()).contains(200_000L);
        RebuildReport found = operation.rebuild().orElseThrow();
        assertThat(found.linked()).isFalse();
        assertThat(found.how())
                .containsExactly(
                        "the keys change: every row is written anew",
                        "merges go on: rows keep the number of their block");
        assertThat(found.changes())
                .containsExactly(
                        new Change("sorting key", "n", "(p, n)"),
                        new Change("setting index_granularity", "8192", "4096"),
                        new Change("column q", "", "UInt8"),
                        new Change("column n", "UInt64", "UInt32"));
        assertThat(found.keepOldTable()).isEqualTo("14d");
        CostReport cost = report.cost().orElseThrow();
        assertThat(cost.rows()).isEqualTo(new Amount(200_000, true));
        assertThat(cost.peakDiskBytes().atLeast()).isCloseTo(writing.tableBytes("t"), withPercentage(5));
        assertThat(cost.peakDiskBytes().complete()).isTrue();
        assertThat(cost.time().orElseThrow().sampleRows()).isBetween(10_000L, 200_000L);
        assertThat(cost.unknown()).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aRebuildThatLinksWritesNothingAndTakesSeconds() throws Exception {
        PlanReport report = look(Migration.of(
                        "0001_x",
                        "For a test",
                        new RebuildTable("t", TableShape.SAME.withEngine("ReplacingMergeTree(n)")))
                .build());

        assertThat(report.problem()).isEmpty();
        RebuildReport found = report.operations().get(0).rebuild().orElseThrow();
        assertThat(found.linked()).isTrue();
        assertThat(found.changes()).containsExactly(new Change("engine", "MergeTree", "ReplacingMergeTree(n)"));
        assertThat(found.tableRows()).isEqualTo(200_000);
        assertThat(report.operations().get(0).rows()).contains(0L);
        CostReport cost = report.cost().orElseThrow();
        assertThat(cost.rows()).isEqualTo(new Amount(0, true));
        assertThat(cost.peakDiskBytes()).isEqualTo(new Amount(0, true));
        assertThat(cost.time()).contains(new TimeReport(1, 0, 0, 0, 0, true));
        assertThat(cost.unknown()).isEmpty();
    }

    @Test
    void whatStandsInTheWayOfARebuildRefusesIt() throws Exception {
        PlanReport report = look(Migration.of(
                        "0001_x",
                        "For a test",
                        new RebuildTable("t", TableShape.SAME.withColumn("n", "UInt8")),
                        new RebuildTable("nowhere", TableShape.SAME.withOrderBy("n")))
                .build());

        assertThat(report.outlook()).isEqualTo(Outlook.REFUSED);
        assertThat(report.problem().orElseThrow())
                .contains("column n of t is there already")
                .contains("there is no table nowhere");
    }

    @Test
    void ofASecondRebuildOfATableNobodyCanSayWhatItCopies() throws Exception {
        PlanReport report = look(Migration.of(
                        "0001_x",
                        "For a test",
                        new RebuildTable("t", TableShape.SAME.withColumn("q", "UInt8")),
                        new RebuildTable(
                                "t",
                                TableShape.SAME
                                        .withOrderBy("q", "n")
                                        .without("p")
                                        .withPartitionBy()))
                .build());

        assertThat(report.outlook()).isEqualTo(Outlook.GO);
        assertThat(report.operations())
                .extracting(OperationReport::name)
                .containsExactly("rebuildTable t", "rebuildTable t (2)");
        assertThat(report.operations().get(1).rebuild()).isEmpty();
        assertThat(report.cost().orElseThrow().rows()).isEqualTo(new Amount(200_000, false));
        assertThat(report.cost().orElseThrow().unknown())
                .containsExactly("what 'rebuildTable t (2)' copies nobody can say before the rebuild that precedes it");
    }

    @Test
    void anOldTableThatIsNotKeptGivesItsRoomBack() throws Exception {
        RebuildTable rebuild =
                new RebuildTable("t", TableShape.SAME.withOrderBy("p", "n")).withOldTableKept(Duration.ZERO);

        CostReport cost = look(Migration.of("0001_x", "For a test", rebuild, copy())
                        .build())
                .cost()
                .orElseThrow();

        assertThat(cost.rows()).isEqualTo(new Amount(400_000, true));
        assertThat(cost.peakDiskBytes().atLeast()).isCloseTo(writing.tableBytes("t"), withPercentage(5));
        assertThat(cost.peakDiskBytes().complete()).isFalse();
    }

    private static SqlOperation copy() {
        return new SqlOperation(
                "copy {p}",
                List.of("INSERT INTO u SELECT * FROM t WHERE p = {p:UInt8}"),
                Optional.of(Query.onClickHouse("SELECT p, count() AS rows FROM t GROUP BY p ORDER BY p")),
                List.of("ALTER TABLE u DROP PARTITION {p:UInt8}"),
                Optional.empty());
    }

    private static SqlOperation insert(String statement) {
        return new SqlOperation("do it", List.of(statement), Optional.empty(), List.of(), Optional.empty());
    }

    private PlanReport look(Migration migration) throws InterruptedException {
        return look(migration, Map.of());
    }

    private PlanReport look(Migration migration, Map<String, String> chosen) throws InterruptedException {
        return preview(WHOLE).of(definition(migration), chosen, 200);
    }

    private Preview preview(Duration whole) {
        return new Preview(
                this::instruments,
                Optional.empty(),
                new Dependencies(any -> Optional.empty(), any -> Optional.empty()),
                Map.of(),
                whole,
                System::nanoTime);
    }

    private Instruments instruments() {
        ClickHouseTarget looking = ClickHouseTarget.readOnly(clickHouse, Preview.STATEMENT);
        Targets targets = new Targets(Map.of(
                Engine.CLICKHOUSE, looking, Engine.POSTGRES, PostgresTarget.readOnly(postgres, Preview.STATEMENT)));
        return new Instruments(targets, new ClickHouseReckoning(looking));
    }

    private static Definition definition(Migration migration) {
        return new Definition(migration, Checksum.of("x"), "x");
    }

    private List<Map<String, String>> state() {
        List<Map<String, String>> state = new ArrayList<>(writing.rows(
                "SELECT name, toString(uuid) AS id, create_table_query FROM system.tables"
                        + " WHERE database = currentDatabase() ORDER BY name",
                Map.of()));
        state.addAll(writing.rows(
                "SELECT table, sum(rows) AS rows, min(min_block_number) AS first, max(max_block_number) AS last"
                        + " FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table ORDER BY table",
                Map.of()));
        return state;
    }

    private void sql(String statement) {
        statements++;
        QueryId query = new QueryId("by-hand-" + statements);
        assertThat(writing.execute(new TargetStatement(query, statement, Map.of())))
                .isInstanceOf(Outcome.Returned.class);
    }
}
