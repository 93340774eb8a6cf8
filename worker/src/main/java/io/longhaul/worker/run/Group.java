package io.longhaul.worker.run;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operations of a plan that came from one list of statements: they share a name, a staging table, a rollback and a
 * {@code done}, and are done, repeated and taken back together.
 *
 * @param operations in order; at least one
 */
record Group(List<PlannedOperation> operations) {

    Group {
        operations = List.copyOf(operations);
    }

    /** Operations that follow each other under one name. */
    static List<Group> of(Plan plan) {
        List<Group> groups = new ArrayList<>();
        List<PlannedOperation> current = new ArrayList<>();
        for (PlannedOperation operation : plan.operations()) {
            if (!current.isEmpty() && !current.get(0).name().equals(operation.name())) {
                groups.add(new Group(current));
                current = new ArrayList<>();
            }
            current.add(operation);
        }
        if (!current.isEmpty()) {
            groups.add(new Group(current));
        }
        return groups;
    }

    PlannedOperation first() {
        return operations.get(0);
    }

    Engine engine() {
        return first().engine();
    }

    String name() {
        return first().name();
    }

    Map<String, String> parameters() {
        return first().parameters();
    }

    List<String> rollback() {
        return first().rollback();
    }

    Optional<String> done() {
        return operations.get(operations.size() - 1).done();
    }

    boolean isIrreversible() {
        return first().irreversible();
    }

    /** What is done of it is worth keeping when the rest fails. */
    boolean keepsItsWork() {
        return first().crashRule() == CrashRule.RESUME;
    }

    /** Of every statement of it the database tells whether it has happened. */
    boolean isTransactions() {
        return operations.stream().allMatch(PlannedOperation::isTransaction);
    }

    /**
     * What is not done of it is done again from its first statement: what hangs together by a staging table, and what
     * may leave a half behind that an earlier statement of the group clears away.
     */
    boolean isRepeatedWhole() {
        return isStaged()
                || operations.stream().anyMatch(operation -> operation.sql().runsAlone());
    }

    /** Its statements hang together by a table that carries the epoch: a new epoch begins with the first of them. */
    boolean isStaged() {
        return operations.stream().anyMatch(operation -> operation.sql().createsStaging());
    }
}
