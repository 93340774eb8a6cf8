package io.longhaul.common.board;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import java.util.Optional;

/**
 * What the board shows of a run.
 *
 * @param run as the store has it; its epoch and sequence decide which of two postings is newer
 * @param operation the name of the operation in hand
 * @param query the id of its statement on the target
 * @param failure why the run failed, if it did
 */
public record Task(Run run, Optional<String> operation, Optional<QueryId> query, Optional<Failure> failure) {

    public static Task of(Run run) {
        return new Task(run, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
