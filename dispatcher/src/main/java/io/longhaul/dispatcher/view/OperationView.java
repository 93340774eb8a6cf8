package io.longhaul.dispatcher.view;

import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.store.RunSearch.Details;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operation in hand, or the last one that was.
 *
 * @param index place in the plan, from 1; null before the first
 * @param name what people call it
 * @param of how many operations the plan has; null while it is not frozen
 */
public record OperationView(
        @Nullable Integer index,
        @Nullable String name,
        @Nullable Integer of) {

    static final OperationView NONE = new OperationView(null, null, null);

    static OperationView of(Details details) {
        return new OperationView(
                details.last().map(Attempt::operation).orElse(null),
                planned(details).map(PlannedOperation::name).orElse(null),
                details.plan().map(plan -> plan.operations().size()).orElse(null));
    }

    /** The operation of the newest attempt, as planned. */
    static Optional<PlannedOperation> planned(Details details) {
        return details.last().flatMap(last -> details.plan().flatMap(plan -> planned(plan, last.operation())));
    }

    static Optional<PlannedOperation> planned(Plan plan, int index) {
        return plan.operations().stream()
                .filter(operation -> operation.index() == index)
                .findFirst();
    }
}
