package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import java.util.Optional;

/**
 * A statement of a plan, or what is done inside of a function in Java or a built-in operation that stands there.
 *
 * @param operation index in the plan
 * @param chunk 0 on the way forward, the number of a statement of the rollback on the way back
 * @param call what is done inside; absent for all of it, and for a statement
 */
record Point(int operation, int chunk, Optional<Call> call) {

    Point(int operation, int chunk) {
        this(operation, chunk, Optional.empty());
    }

    /** The same, inside of it. */
    Point at(Call inside) {
        return new Point(operation, chunk, Optional.of(inside));
    }

    /** Whether it is this statement. */
    boolean isOf(RunId run, QueryId query) {
        return call.isEmpty()
                ? begins(run, query, "")
                : call.get().kind() == Call.Kind.STATEMENT
                        && begins(run, query, "." + call.get().number());
    }

    /** Whether it is this checkpoint; {@code number} among those of the attempt. */
    boolean isOf(RunId run, QueryId attempt, long number) {
        return call.filter(new Call(Call.Kind.CHECKPOINT, number)::equals).isPresent() && begins(run, attempt, "");
    }

    private boolean begins(RunId run, QueryId query, String within) {
        return query.value().startsWith("%s%d-%d%s-e".formatted(QueryId.prefix(run), operation, chunk, within));
    }

    /** Whether the statement clears what an earlier epoch left, and so belongs to no operation. */
    static boolean isClearing(RunId run, QueryId query) {
        return query.value().startsWith("%s0-".formatted(QueryId.prefix(run)));
    }
}
