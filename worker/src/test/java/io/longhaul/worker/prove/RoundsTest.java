package io.longhaul.worker.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.prove.Call.Kind;
import io.longhaul.worker.prove.Round.Person;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void everyStatementIsKilledAtEachBoundaryAndMadeToFailAndKilledInEachStatementOfItsRollback() {
        List<Round> rounds = Rounds.of(
                plan(operation(1, Handling.of(CrashRule.RESUME)), operation(2, Handling.of(CrashRule.ROLLBACK))),
                new Calls(),
                false);

        assertThat(rounds.stream().filter(round -> round.phase() == Phase.FORWARD))
                .hasSize(2 * 3);
        assertThat(rounds.stream().filter(round -> round.phase() == Phase.FAILURE))
                .hasSize(2 * 2);
        assertThat(rounds.stream().filter(round -> round.phase() == Phase.ROLLBACK))
                .hasSize(2 * 2 * 3);
    }

    @Test
    void whoIsAskedDoesBoth() {
        List<Round> rounds = Rounds.of(plan(operation(1, Handling.of(CrashRule.ASK))), new Calls(), false);

        assertThat(rounds.stream()
                        .filter(round -> round.phase() == Phase.FORWARD)
                        .map(Round::person))
                .containsOnly(Person.RESUMES, Person.ROLLS_BACK)
                .hasSize(6);
    }

    @Test
    void nothingIsTakenBackAcrossWhatIsIrreversible() {
        List<Round> rounds = Rounds.of(
                plan(
                        operation(1, Handling.of(CrashRule.RESUME)),
                        operation(2, Handling.of(CrashRule.ASK).withoutReturn()),
                        operation(3, Handling.of(CrashRule.RESUME))),
                new Calls(),
                false);

        assertThat(rounds).noneMatch(round -> round.phase() == Phase.ROLLBACK);
        assertThat(rounds.stream().filter(round -> round.phase() == Phase.FAILURE))
                .allMatch(round -> round.point().operation() == 1);
        assertThat(rounds.stream().filter(round -> round.point().operation() == 2))
                .hasSize(3);
    }

    @Test
    void twiceAddsASecondDeathToEachRoundWithADeath() {
        Plan plan = plan(operation(1, Handling.of(CrashRule.RESUME)));

        assertThat(Rounds.of(plan, new Calls(), true))
                .hasSize(2 * Rounds.of(plan, new Calls(), false).size() - 2);
    }

    @Test
    void aFunctionIsKilledInWhatItDoesAndFailsInEachOfItsStatements() {
        Calls calls = new Calls();
        calls.sent(new QueryId("lh-8f41c2d6-1-0.1-e1"));
        calls.remembered(new QueryId("lh-8f41c2d6-1-0-e1"), 1);
        calls.sent(new QueryId("lh-8f41c2d6-1-0.2-e1"));
        calls.sent(new QueryId("lh-8f41c2d6-1-0-e1"));
        Call first = new Call(Kind.STATEMENT, 1);
        Call second = new Call(Kind.STATEMENT, 2);

        List<Round> rounds = Rounds.of(plan(inJava()), calls, false);

        Point function = new Point(1, 0);
        assertThat(rounds.stream().filter(round -> round.phase() == Phase.FORWARD))
                .extracting(Round::point, Round::boundary)
                .containsExactly(
                        tuple(function, Boundary.BEFORE),
                        tuple(function.at(first), Boundary.DURING),
                        tuple(function.at(first), Boundary.AFTER),
                        tuple(function.at(new Call(Kind.CHECKPOINT, 1)), Boundary.AFTER),
                        tuple(function.at(second), Boundary.DURING),
                        tuple(function.at(second), Boundary.AFTER),
                        tuple(function, Boundary.AFTER));
        assertThat(rounds.stream().filter(round -> round.phase() == Phase.FAILURE))
                .extracting(Round::point, Round::boundary, Round::place)
                .containsExactly(
                        tuple(function, Boundary.BEFORE, Boundary.BEFORE),
                        tuple(function.at(second), Boundary.BEFORE, Boundary.DURING),
                        tuple(function, Boundary.AFTER, Boundary.AFTER));
        assertThat(rounds.stream().filter(round -> round.phase() == Phase.ROLLBACK))
                .as("its rollback has done nothing by its work")
                .hasSize(2);
    }

    @Test
    void whatIsBuiltInIsKilledOnEitherSideOfEachOfItsStatementsAndFailsAsAWhole() {
        Calls calls = new Calls();
        calls.sent(new QueryId("lh-8f41c2d6-1-0.1-e1"));
        calls.sent(new QueryId("lh-8f41c2d6-1-0.2-e1"));
        calls.sent(new QueryId("lh-8f41c2d6-1-1.1-e2"));
        Point forward = new Point(1, 0);
        Point back = new Point(1, 1);

        List<Round> rounds = Rounds.of(plan(with(Engine.BUILT_IN, "rebuild", List.of("reverse"))), calls, false);

        assertThat(rounds)
                .extracting(Round::phase, Round::point, Round::boundary)
                .containsExactly(
                        tuple(Phase.FORWARD, forward, Boundary.BEFORE),
                        tuple(Phase.FORWARD, forward.at(new Call(Kind.STATEMENT, 1)), Boundary.BEFORE),
                        tuple(Phase.FORWARD, forward.at(new Call(Kind.STATEMENT, 1)), Boundary.AFTER),
                        tuple(Phase.FORWARD, forward.at(new Call(Kind.STATEMENT, 2)), Boundary.BEFORE),
                        tuple(Phase.FORWARD, forward.at(new Call(Kind.STATEMENT, 2)), Boundary.AFTER),
                        tuple(Phase.FORWARD, forward, Boundary.AFTER),
                        tuple(Phase.FAILURE, forward, Boundary.BEFORE),
                        tuple(Phase.FAILURE, forward, Boundary.AFTER),
                        tuple(Phase.ROLLBACK, back, Boundary.BEFORE),
                        tuple(Phase.ROLLBACK, back.at(new Call(Kind.STATEMENT, 1)), Boundary.BEFORE),
                        tuple(Phase.ROLLBACK, back.at(new Call(Kind.STATEMENT, 1)), Boundary.AFTER),
                        tuple(Phase.ROLLBACK, back, Boundary.AFTER));
    }

    private static Plan plan(PlannedOperation... operations) {
        return new Plan(new MigrationId("0001_x"), Checksum.of("x"), List.of(operations));
    }

    private static PlannedOperation operation(int index, Handling handling) {
        return new PlannedOperation(
                index,
                "operation " + index,
                Engine.CLICKHOUSE,
                "SELECT 1",
                Map.of(),
                List.of("SELECT 2", "SELECT 3"),
                Optional.empty(),
                0,
                handling);
    }

    private static PlannedOperation inJava() {
        return with(Engine.JAVA, "0010_x/copy", List.of("0010_x/back"));
    }

    private static PlannedOperation with(Engine engine, String statement, List<String> rollback) {
        return new PlannedOperation(
                1, "copy", engine, statement, Map.of(), rollback, Optional.empty(), 0, Handling.of(CrashRule.RESUME));
    }
}
