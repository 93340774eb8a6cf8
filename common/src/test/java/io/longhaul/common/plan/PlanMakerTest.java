package io.longhaul.common.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.plan.PlanMaker.Impossible;
import io.longhaul.common.plan.PlanMaker.Made;
import io.longhaul.common.plan.PlanMaker.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanMakerTest {

    private static final Operation CREATE = new SqlOperation(
            "create",
            List.of("CREATE TABLE new"),
            Optional.empty(),
            List.of("DROP TABLE new"),
            Optional.of("SELECT 1"));
    private static final Operation COPY = new SqlOperation(
            "copy {p}",
            List.of(
                    "CREATE OR REPLACE TABLE {staging} AS new",
                    "INSERT INTO {staging} SELECT {p:String}",
                    "ALTER TABLE new"),
            Optional.of(Query.onClickHouse("SELECT p, rows")),
            List.of("ALTER TABLE new DROP PARTITION {p:String}"),
            Optional.of("SELECT count() FROM new WHERE p = {p:String}"));

    @Test
    void everyRowBecomesTheStatementsOfItsOperation() {
        List<PlannedOperation> operations = plan(
                        Map.of(2, List.of(Map.of("p", "a", "rows", "7"), Map.of("p", "b", "rows", "5"))), CREATE, COPY)
                .operations();

        assertThat(operations)
                .extracting(operation -> operation.index() + " " + operation.name())
                .containsExactly("1 create", "2 copy a", "3 copy a", "4 copy a", "5 copy b", "6 copy b", "7 copy b");
        assertThat(operations.get(5).parameters()).isEqualTo(Map.of("p", "b", "rows", "5"));
        assertThat(operations.get(5).statement()).isEqualTo("INSERT INTO {staging} SELECT {p:String}");
    }

    @Test
    void theRollbackIsOnTheFirstOfAGroupAndTheDoneQueryOnItsLast() {
        List<PlannedOperation> operations =
                plan(Map.of(1, List.of(Map.of("p", "a"))), COPY).operations();

        assertThat(operations)
                .extracting(operation -> operation.rollback().size())
                .containsExactly(1, 0, 0);
        assertThat(operations)
                .extracting(operation -> operation.done().isPresent())
                .containsExactly(false, false, true);
    }

    @Test
    void aSingleStatementHasBothRollbackAndDone() {
        assertThat(plan(Map.of(), CREATE).operations())
                .containsExactly(new PlannedOperation(
                        1,
                        "create",
                        "CREATE TABLE new",
                        Map.of(),
                        List.of("DROP TABLE new"),
                        Optional.of("SELECT 1"),
                        0));
    }

    @Test
    void theRowsGoToTheInsert() {
        Plan plan = plan(Map.of(1, List.of(Map.of("p", "a", "rows", "7"))), COPY);

        assertThat(plan.operations()).extracting(PlannedOperation::rows).containsExactly(0L, 7L, 0L);
        assertThat(plan.rows()).isEqualTo(7);
    }

    @Test
    void severalInsertsShareTheRows() {
        Operation inserts = new SqlOperation(
                "insert",
                List.of("INSERT INTO a", "OPTIMIZE TABLE a", "insert into b", "INSERT INTO c"),
                Optional.of(Query.onClickHouse("SELECT")),
                List.of(),
                Optional.empty());

        assertThat(plan(Map.of(1, List.of(Map.of("rows", "8"))), inserts).operations())
                .extracting(PlannedOperation::rows)
                .containsExactly(3L, 0L, 3L, 2L);
    }

    @Test
    void rowsThatNothingInsertsAreNotCounted() {
        Operation drop = new SqlOperation(
                "drop",
                List.of("ALTER TABLE a DROP PARTITION 1"),
                Optional.of(Query.onClickHouse("SELECT")),
                List.of(),
                Optional.empty());

        assertThat(plan(Map.of(1, List.of(Map.of("rows", "8"))), drop).rows()).isZero();
    }

    @Test
    void aForEachWithoutRowsMakesNoOperations() {
        assertThat(plan(Map.of(1, List.of()), COPY, CREATE).operations())
                .extracting(PlannedOperation::name)
                .containsExactly("create");
        assertThat(plan(Map.of(1, List.of()), COPY).operations()).isEmpty();
    }

    @Test
    void rowsThatGiveOneNameAreToldApart() {
        Operation operation = new SqlOperation(
                "copy",
                List.of("INSERT {p:String}"),
                Optional.of(Query.onClickHouse("SELECT")),
                List.of(),
                Optional.empty());

        assertThat(plan(Map.of(1, List.of(Map.of("p", "a"), Map.of("p", "b"))), operation)
                        .operations())
                .extracting(PlannedOperation::name)
                .containsExactly("copy", "copy (2)");
    }

    @Test
    void aColumnThatIsMissingIsAProblem() {
        assertThat(problems(Map.of(2, List.of(Map.of("p", "a"), Map.of("q", "b", "a", "c"))), CREATE, COPY))
                .containsExactly("operation 2, 'copy {p}': it needs the column p, but row 2 of forEach has a, q");
    }

    @Test
    void aParameterWithoutForEachIsAProblem() {
        Operation operation =
                new SqlOperation("x", List.of("SELECT {p:String}"), Optional.empty(), List.of(), Optional.empty());

        assertThat(problems(Map.of(), operation))
                .containsExactly("operation 1, 'x': it needs the column p, but row 1 of forEach has none");
    }

    @Test
    void rowsThatAreNoNumberAreAProblem() {
        for (String rows : List.of("-1", "", "many", "1.5", "1".repeat(16))) {
            assertThat(problems(Map.of(1, List.of(Map.of("p", "a", "rows", rows))), COPY))
                    .containsExactly(
                            "operation 1, 'copy {p}': the column rows must be a number of rows, but is '%s' in row 1 of forEach"
                                    .formatted(rows));
        }
    }

    @Test
    void theSameRowTwiceIsAProblem() {
        assertThat(problems(Map.of(1, List.of(Map.of("p", "a"), Map.of("p", "b"), Map.of("p", "a"))), COPY))
                .containsExactly(
                        "operation 1, 'copy {p}': rows 1 and 3 of forEach are the same; write SELECT DISTINCT");
    }

    @Test
    void theProblemsOfAllOperationsAreReported() {
        assertThat(problems(Map.of(1, List.of(Map.of()), 2, List.of(Map.of("p", "a", "rows", "x"))), COPY, COPY))
                .hasSize(2);
    }

    @Test
    void forgettingToAskAForEachIsTheCallersMistake() {
        assertThatThrownBy(() -> make(Map.of(), COPY)).hasMessage("no rows for operation 1");
    }

    private static Plan plan(Map<Integer, List<Map<String, String>>> rows, Operation... operations) {
        assertThat(make(rows, operations)).isInstanceOf(Made.class);
        return ((Made) make(rows, operations)).plan();
    }

    @Test
    void aPlanKeepsThePostchecksThatTheDefinitionHadWhenItWasMade() {
        List<Check> postchecks = List.of(new SqlCheck("SELECT 1", Optional.of("rows are missing")));
        Migration migration = Migration.of(
                        "0001_x",
                        "x",
                        new SqlOperation("one", List.of("SELECT 1"), Optional.empty(), List.of(), Optional.empty()))
                .postchecks(postchecks.get(0))
                .build();

        Outcome made = PlanMaker.make(new Definition(migration, Checksum.of("x"), "x"), Map.of(), Map.of());

        assertThat(((Made) made).plan().postchecks()).isEqualTo(postchecks);
    }

    private static List<String> problems(Map<Integer, List<Map<String, String>>> rows, Operation... operations) {
        assertThat(make(rows, operations)).isInstanceOf(Impossible.class);
        return ((Impossible) make(rows, operations))
                .problems().stream().map(PlanMakerProblem::toString).toList();
    }

    private static Outcome make(Map<Integer, List<Map<String, String>>> rows, Operation... operations) {
        Migration migration =
                new Migration(new MigrationId("0001_x"), "x", Optional.empty(), List.of(), List.of(operations));
        return PlanMaker.make(new Definition(migration, Checksum.of("x"), "x"), Map.of(), rows);
    }
}
