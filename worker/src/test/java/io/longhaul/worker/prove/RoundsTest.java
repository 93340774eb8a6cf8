package io.longhaul.worker.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
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
        List<Round> rounds = Rounds.of(plan(operation(1, Handling.of(CrashRule.ASK))), false);

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

        assertThat(Rounds.of(plan, true)).hasSize(2 * Rounds.of(plan, false).size() - 2);
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
}
