package io.longhaul.worker.run;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Intent;
import io.longhaul.common.store.Permit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the lines of the journal for one walk of a run, each attempt under a query id of its own. Waits for the store,
 * however long it is away; throws {@link Fenced} once the run is another worker's. For one thread.
 */
final class Lines {

    private final Hold hold;
    private final Tools tools;
    private final Map<String, Integer> tries = new HashMap<>();

    Lines(Hold hold, Tools tools) {
        this.hold = hold;
        this.tools = tools;
    }

    /** What came of opening a line. */
    sealed interface Opening {

        /** The attempt has its line. */
        record Opened(long attempt, QueryId query) implements Opening {}

        /** Something else is asked of the run. */
        record Withheld(Wish wish) implements Opening {}
    }

    /** Opens the line of one more attempt at a statement. */
    Opening open(PlannedOperation operation, int chunk, Direction direction, String sql) throws InterruptedException {
        int attempt = tries.merge(direction + " " + operation.index() + " " + chunk, 1, Integer::sum);
        QueryId query = QueryId.of(hold.run(), operation.index(), chunk, hold.epoch(), attempt);
        Permit permit = tools.patience()
                .ask(() -> tools.journal().intend(hold, new Intent(operation.index(), chunk, direction, query, sql)));
        if (permit instanceof Permit.Fenced) {
            throw new Fenced(hold);
        }
        return permit instanceof Permit.Withheld withheld
                ? new Opening.Withheld(withheld.wish())
                : new Opening.Opened(((Permit.Granted) permit).attempt(), query);
    }

    void done(long attempt, Attempt.Result result, long rows, boolean marked) throws InterruptedException {
        if (!tools.patience().ask(() -> tools.journal().done(hold, attempt, result, rows, marked))) {
            throw new Fenced(hold);
        }
    }

    /** {@code failure} is absent where there is none to tell of. */
    void failed(long attempt, Optional<Failure> failure) throws InterruptedException {
        if (!tools.patience().ask(() -> tools.journal().conclude(hold, attempt, Attempt.Result.FAILED, 0, failure))) {
            throw new Fenced(hold);
        }
    }

    /** It failed, and there will be another attempt after so long. */
    void retry(long attempt, Failure failure, Duration after) throws InterruptedException {
        if (!tools.patience().ask(() -> tools.journal().retry(hold, attempt, failure, after))) {
            throw new Fenced(hold);
        }
    }
}
