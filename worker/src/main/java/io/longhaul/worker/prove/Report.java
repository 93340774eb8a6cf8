package io.longhaul.worker.prove;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.PlannedOperation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of a proof.
 *
 * @param migration which was proved
 * @param operations its plan
 * @param tried all rounds with a disturbance
 * @param findings none if it is proved
 * @param notes what else is to be known
 */
public record Report(
        MigrationId migration,
        List<PlannedOperation> operations,
        List<Tried> tried,
        List<Finding> findings,
        List<String> notes) {

    public Report {
        operations = List.copyOf(operations);
        tried = List.copyOf(tried);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** A round and what came of it. */
    public record Tried(Round round, Result result) {}

    /** What came of rounds; the later, the more it is to be looked at. */
    public enum Result {
        /** The statement was never sent, so nothing could happen to it. */
        NOT_SENT,
        /** All was as it should be. */
        OK,
        /** Something was not. */
        FAILED
    }

    public boolean isProved() {
        return findings.isEmpty();
    }

    /** The worst of all rounds in which an operation was disturbed so; absent where there were none. */
    Optional<Result> worst(int operation, Phase phase, Boundary boundary) {
        return tried.stream()
                .filter(one -> one.round().point().operation() == operation
                        && one.round().phase() == phase
                        && one.round().place() == boundary)
                .map(Tried::result)
                .max(Comparator.naturalOrder());
    }
}
