package io.longhaul.worker.run;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Hold;
import io.longhaul.worker.settle.StagingTables;

/** Fills in the table name that {@code {staging}} stands for in this epoch: a plain word, which needs no quotes. */
final class Staging {

    private final String table;

    Staging(Hold hold) {
        table = StagingTables.name(hold);
    }

    String fill(PlannedOperation operation) {
        return operation.sql().withStaging(table);
    }
}
