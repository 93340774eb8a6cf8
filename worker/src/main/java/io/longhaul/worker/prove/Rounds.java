package io.longhaul.worker.prove;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.worker.prove.Round.Person;
import java.util.ArrayList;
import java.util.List;

/** The rounds that prove a plan: every statement of it, at every boundary. */
final class Rounds {

    private final Plan plan;
    private final boolean twice;
    private final List<Round> rounds = new ArrayList<>();

    private Rounds(Plan plan, boolean twice) {
        this.plan = plan;
        this.twice = twice;
    }

    /** {@code twice} adds to each round with a death one in which the next worker dies too. */
    static List<Round> of(Plan plan, boolean twice) {
        Rounds rounds = new Rounds(plan, twice);
        rounds.forward();
        if (canBeTakenBack(plan)) {
            rounds.backward();
        }
        return rounds.rounds;
    }

    static boolean canBeTakenBack(Plan plan) {
        return plan.operations().stream().noneMatch(PlannedOperation::irreversible);
    }

    private void forward() {
        boolean canGoBack = true;
        for (PlannedOperation operation : plan.operations()) {
            canGoBack = canGoBack && !operation.irreversible();
            Point point = new Point(operation.index(), 0);
            for (Boundary boundary : Boundary.values()) {
                death(Phase.FORWARD, point, boundary, Person.RESUMES);
                if (canGoBack && operation.crashRule() == CrashRule.ASK) {
                    death(Phase.FORWARD, point, boundary, Person.ROLLS_BACK);
                }
            }
            if (canGoBack) {
                rounds.add(new Round(Phase.FAILURE, point, Boundary.BEFORE, Person.ROLLS_BACK, false));
                rounds.add(new Round(Phase.FAILURE, point, Boundary.AFTER, Person.ROLLS_BACK, false));
            }
        }
    }

    private void backward() {
        for (int i = plan.operations().size() - 1; i >= 0; i--) {
            PlannedOperation operation = plan.operations().get(i);
            for (int number = 1; number <= operation.rollback().size(); number++) {
                for (Boundary boundary : Boundary.values()) {
                    death(Phase.ROLLBACK, new Point(operation.index(), number), boundary, Person.ROLLS_BACK);
                }
            }
        }
    }

    private void death(Phase phase, Point point, Boundary boundary, Person person) {
        rounds.add(new Round(phase, point, boundary, person, false));
        if (twice) {
            rounds.add(new Round(phase, point, boundary, person, true));
        }
    }
}
