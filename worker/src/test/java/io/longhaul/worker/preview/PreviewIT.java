package io.longhaul.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Percentage.withPercentage;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.report.CheckReport;
import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("slow")
class PreviewIT extends PreviewStage {

    /** Longer than a preview waits for a statement; the server allows three seconds for each of them. */
    private static final String SLOW = "SELECT sleep(2.9) + sleep(2.8) + sleep(2.7) + sleep(2.6) = 0";

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
        assertThat(cost.bytes().atLeast()).isCloseTo(byHand.target.tableBytes("t"), withPercentage(5));
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
        CompletableFuture<Outcome> statement =
                CompletableFuture.supplyAsync(() -> byHand.target.execute(new TargetStatement(
                        query,
                        "SELECT sleepEachRow(0.1) FROM numbers(10000)"
                                + " SETTINGS function_sleep_max_microseconds_per_block = 10000000000",
                        Map.of())));
        Awaitility.await().until(() -> byHand.target.running(query).isPresent());

        assertThat(look(Migration.of("0001_x", "For a test", copy()).build()).outlook())
                .isEqualTo(Outlook.GO);

        assertThat(statement).isNotDone();
        byHand.target.kill(query);
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
}
