package io.longhaul.dispatcher.view;

import io.longhaul.common.plan.PlannedOperation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An operation of a frozen plan.
 *
 * @param index from 1
 * @param statement as it is sent; what a built-in one means, in words
 * @param parameters bound in statement and rollback, by name
 * @param rollback of this and the operations of the same name that follow; on the first of them only
 * @param rows expected to be written; 0 when unknown or none
 * @param irreversible it cannot be taken back
 */
public record PlannedView(
        int index,
        String name,
        String statement,
        Map<String, String> parameters,
        List<String> rollback,
        long rows,
        boolean irreversible) {

    static PlannedView of(PlannedOperation operation) {
        return new PlannedView(
                operation.index(),
                operation.name(),
                operation.statementInWords(),
                new TreeMap<>(operation.parameters()),
                operation.rollbackInWords(),
                operation.rows(),
                operation.irreversible());
    }
}
