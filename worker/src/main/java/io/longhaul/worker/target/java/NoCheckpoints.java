package io.longhaul.worker.target.java;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.store.Checkpoints;
import java.util.Optional;

/** Of who only looks: no action runs there. */
final class NoCheckpoints implements Checkpoints {

    @Override
    public Optional<String> last(QueryId attempt) {
        return Optional.empty();
    }

    @Override
    public Optional<String> lastForward(QueryId attempt) {
        return Optional.empty();
    }

    @Override
    public boolean remember(QueryId attempt, String checkpoint) {
        return false;
    }
}
