package io.longhaul.worker.check;

import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was found so far, one thing after another, by one thread; others may read what there is already. Where time is
 * short, what is not looked at any more says so.
 */
public final class Findings {

    private final BooleanSupplier timeLeft;
    private final Duration bound;
    private final LongSupplier nanoTime;
    private final List<Finding> found = new ArrayList<>();
    private @Nullable Finding inHand;

    /** For who waits as long as it takes. */
    public Findings() {
        this(() -> true, Duration.ZERO, () -> -1);
    }

    /**
     * For who cannot wait.
     *
     * @param timeLeft whether there is time for one more look
     * @param bound after which the target gives up a look that a run would have waited for
     * @param nanoTime for that
     */
    public Findings(BooleanSupplier timeLeft, Duration bound, LongSupplier nanoTime) {
        this.timeLeft = timeLeft;
        this.bound = bound;
        this.nanoTime = nanoTime;
    }

    /** Looks, unless there is no time left; whatever the target does not answer is a finding too. */
    public void look(String kind, String what, Supplier<Finding> look) {
        if (!timeLeft.getAsBoolean()) {
            add(Finding.notLooked(kind, what, "there was no time left to look"));
            return;
        }
        begin(Finding.notLooked(kind, what, "no answer within the time for this"));
        long begun = nanoTime.getAsLong();
        try {
            add(look.get());
        } catch (TargetRefused unanswered) {
            Failure failure = unanswered.failure();
            add(
                    nanoTime.getAsLong() - begun >= bound.toNanos() && !bound.isZero()
                            ? Finding.notLooked(kind, what, "no answer within the time for this; a run waits for it")
                            : Finding.unanswered(kind, what, failure));
        }
    }

    private synchronized void begin(Finding begun) {
        inHand = begun;
    }

    public synchronized void add(Finding finding) {
        inHand = null;
        found.add(finding);
    }

    /** All so far, also what is being looked at. */
    public synchronized List<Finding> all() {
        List<Finding> all = new ArrayList<>(found);
        Finding begun = inHand;
        if (begun != null) {
            all.add(begun);
        }
        return all;
    }

    /** What keeps a run from beginning, or from going on. */
    public List<Failure> failures() {
        return all().stream().map(Finding::failure).flatMap(Optional::stream).toList();
    }
}
