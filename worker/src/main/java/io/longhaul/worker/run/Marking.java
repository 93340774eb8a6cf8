package io.longhaul.worker.run;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves marks of operations on their targets, so that a restore which undoes them is noticed. */
final class Marking {

    private static final Logger log = LoggerFactory.getLogger(Marking.class);

    private final Targets targets;

    Marking(Targets targets) {
        this.targets = targets;
    }

    /** False where the database keeps no marks, or will not have one. Throws {@link TargetRefused} when it is away. */
    boolean mark(PlannedOperation operation, QueryId query) {
        try {
            return targets.of(operation.engine()).mark(query);
        } catch (TargetRefused refused) {
            if (targets.gaveNoAnswer(refused.failure())) {
                throw refused;
            }
            log.atWarn()
                    .addKeyValue("failure", refused.failure())
                    .log("no mark: a restore that undoes this operation will not be noticed");
            return false;
        }
    }

    /** It has just been seen; a database that is away again says nothing against it. */
    boolean found(PlannedOperation operation, QueryId query) {
        try {
            return mark(operation, query);
        } catch (TargetRefused away) {
            log.atWarn().addKeyValue("failure", away.failure()).log("no mark of an operation that was found done");
            return false;
        }
    }
}
