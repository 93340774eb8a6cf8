package io.longhaul.worker.prove;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.worker.prove.Round.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rounds that prove a plan: every statement of it, at every boundary. */
final class Rounds {

    private final Plan plan;
    private final Calls calls;
    private final boolean twice;
    private final List<Round> rounds = new ArrayList<>();

    private Rounds(Plan plan, Calls calls, boolean twice) {
        this.calls = calls;
        this.plan = plan;
        this.twice = twice;
    }

    /**
     * For a plan.
     *
     * @param calls what its functions in Java and built-in operations did in the undisturbed runs, each of which is a
     *     boundary too
     * @param twice adds to each round with a death one in which the next worker dies too
     */
    static List<Round> of(Plan plan, Calls calls, boolean twice) {
        Rounds rounds = new Rounds(plan, calls, twice);
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
            deaths(operation, Phase.FORWARD, point, Person.RESUMES);
            if (canGoBack && operation.crashRule() == CrashRule.ASK) {
                deaths(operation, Phase.FORWARD, point, Person.ROLLS_BACK);
            }
            if (canGoBack) {
                failure(point, Boundary.BEFORE);
                if (operation.engine() == Engine.JAVA) {
                    statements(point).skip(1).forEach(call -> failure(point.at(call), Boundary.BEFORE));
                }
                failure(point, Boundary.AFTER);
            }
        }
    }

    private void backward() {
        for (int i = plan.operations().size() - 1; i >= 0; i--) {
            PlannedOperation operation = plan.operations().get(i);
            for (int number = 1; number <= operation.rollback().size(); number++) {
                deaths(operation, Phase.ROLLBACK, new Point(operation.index(), number), Person.ROLLS_BACK);
            }
        }
    }

    /**
     * At each boundary. Of a function, and of what is built in, those inside of it are at what it sends or remembers:
     * nothing else is seen of it.
     */
    private void deaths(PlannedOperation operation, Phase phase, Point point, Person person) {
        death(phase, point, Boundary.BEFORE, person);
        switch (operation.engine()) {
            case JAVA -> function(phase, point, person);
            case BUILT_IN -> builtIn(phase, point, person);
            default -> death(phase, point, Boundary.DURING, person);
        }
        death(phase, point, Boundary.AFTER, person);
    }

    private void function(Phase phase, Point point, Person person) {
        for (Call call : calls.of(point)) {
            if (call.kind() == Call.Kind.STATEMENT) {
                death(phase, point.at(call), Boundary.DURING, person);
            }
            death(phase, point.at(call), Boundary.AFTER, person);
        }
    }

    /** Between two of its statements the store is told something: it dies before that, and after it. */
    private void builtIn(Phase phase, Point point, Person person) {
        for (Call call : calls.of(point)) {
            death(phase, point.at(call), Boundary.BEFORE, person);
            death(phase, point.at(call), Boundary.AFTER, person);
        }
    }

    /** That the first fails is the same as that the function does. */
    private Stream<Call> statements(Point point) {
        return calls.of(point).stream().filter(call -> call.kind() == Call.Kind.STATEMENT);
    }

    private void failure(Point point, Boundary boundary) {
        rounds.add(new Round(Phase.FAILURE, point, boundary, Person.ROLLS_BACK, false));
    }

    private void death(Phase phase, Point point, Boundary boundary, Person person) {
        rounds.add(new Round(phase, point, boundary, person, false));
        if (twice) {
            rounds.add(new Round(phase, point, boundary, person, true));
        }
    }
}
