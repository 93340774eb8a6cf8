package io.longhaul.worker.prove;

import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.RunState;
import java.util.List;
import java.util.Optional;

/**
 * A round that did not end as it should.
 *
 * @param round absent where nothing had been done to the run
 * @param operation in which it was disturbed
 * @param state how the run ended
 * @param due how it should have
 * @param reason what the run says of it
 * @param differences what is otherwise than it should be
 * @param advice what would be right
 */
public record Finding(
        Optional<Round> round,
        Optional<PlannedOperation> operation,
        RunState state,
        RunState due,
        Optional<String> reason,
        List<String> differences,
        String advice) {

    public Finding {
        differences = List.copyOf(differences);
    }
}
