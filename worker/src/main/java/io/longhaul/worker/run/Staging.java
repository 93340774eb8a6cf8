package io.longhaul.worker.run;

import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.run.Hold;
import io.longhaul.worker.settle.StagingTables;
import io.longhaul.worker.target.Target;

/** Fills in the table name that {@code {staging}} stands for in this epoch. */
final class Staging {

    private final String table;

    Staging(Target target, Hold hold) {
        table = target.quoted(StagingTables.name(hold));
    }

    String fill(String statement) {
        return SqlText.of(statement).withStaging(table);
    }
}
