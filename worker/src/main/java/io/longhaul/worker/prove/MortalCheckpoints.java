package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.store.Checkpoints;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Real checkpoints, of a worker that dies after one of them, as fate has it. For one worker. */
final class MortalCheckpoints implements Checkpoints {

    private final Checkpoints real;
    private final Fate fate;
    private final Calls calls;
    private final Map<QueryId, Long> numbers = new HashMap<>();

    MortalCheckpoints(Checkpoints real, Fate fate, Calls calls) {
        this.real = real;
        this.fate = fate;
        this.calls = calls;
    }

    @Override
    public Optional<String> last(QueryId attempt) {
        fate.mustLive();
        return real.last(attempt);
    }

    @Override
    public Optional<String> lastForward(QueryId attempt) {
        fate.mustLive();
        return real.lastForward(attempt);
    }

    @Override
    public boolean remember(QueryId attempt, String checkpoint) {
        fate.mustLive();
        long number = numbers.merge(attempt, 1L, Long::sum);
        boolean ours = real.remember(attempt, checkpoint);
        if (!fate.isDisturbed()) {
            calls.remembered(attempt, number);
        }
        if (fate.isLast(attempt, number)) {
            throw fate.die();
        }
        return ours;
    }
}
