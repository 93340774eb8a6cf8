package io.longhaul.worker.run;

import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table name that {@code {staging}} stands for: it carries run and epoch, so that a late statement of an older
 * epoch finds its table gone instead of writing where we write.
 */
final class Staging {

    private static final Logger log = LoggerFactory.getLogger(Staging.class);

    private final Target target;
    private final Hold hold;

    Staging(Target target, Hold hold) {
        this.target = target;
        this.hold = hold;
    }

    static boolean isUsedIn(Plan plan) {
        return plan.operations().stream()
                .anyMatch(operation -> SqlText.of(operation.statement()).createsStaging());
    }

    String fill(String statement) {
        return SqlText.of(statement).withStaging(name());
    }

    private String name() {
        return target.quoted("lh_staging_%s_e%s".formatted(hold.run().brief(), hold.epoch()));
    }

    /** Safe to repeat, and no other epoch has a table of this name: the one statement that needs no journal. */
    void drop() {
        QueryId query = QueryId.of(hold.run(), 0, 0, hold.epoch());
        Outcome outcome =
                target.execute(new TargetStatement(query, "DROP TABLE IF EXISTS %s SYNC".formatted(name()), Map.of()));
        if (!(outcome instanceof Outcome.Returned)) {
            log.atWarn()
                    .addKeyValue("table", name())
                    .addKeyValue("outcome", outcome)
                    .log("staging table was not dropped");
        }
    }
}
