package io.longhaul.common.store;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Takeovers.Owned;
import io.longhaul.common.store.Takeovers.Verdict;
import java.time.Duration;

/**
 * What becomes of a run whose worker is dead: the table in the design. What was asked for by command comes before the
 * operation's crash rule. A setting permits what a rule wants; where it does not, somebody is asked.
 */
public final class Verdicts {

    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(60);
    private static final int DOUBLINGS = 6;

    private Verdicts() {}

    /** What the rules say. */
    public static Verdict of(Owned lost) {
        if (lost.run().direction() == Direction.BACKWARD) {
            return isSpent(lost)
                    ? new Verdict.GiveUp("%d workers died taking this back".formatted(lost.crashes() + 1))
                    : new Verdict.Queue(Direction.BACKWARD, backOff(lost.crashes()));
        }
        if (lost.run().wish() == Wish.ROLL_BACK) {
            return back(lost, "somebody asked to go back");
        }
        if (isSpent(lost)) {
            return spent(lost);
        }
        if (lost.run().wish() == Wish.STOP) {
            // Not stopped here and now: the next worker first sees to the statement that may still be running.
            return new Verdict.Queue(Direction.FORWARD, backOff(lost.crashes()));
        }
        return switch (lost.crashRule()) {
            case RESUME ->
                lost.autoResume()
                        ? new Verdict.Queue(Direction.FORWARD, backOff(lost.crashes()))
                        : new Verdict.Ask("its worker died; auto-resume is off");
            case ROLLBACK ->
                lost.autoRollback()
                        ? back(lost, "its worker died")
                        : new Verdict.Ask("its worker died; auto-rollback is off");
            case ASK -> new Verdict.Ask("its worker died in an operation after which somebody is to be asked");
        };
    }

    private static boolean isSpent(Owned lost) {
        return lost.crashes() >= lost.maxAttempts();
    }

    /** As if the operation had failed. */
    private static Verdict spent(Owned lost) {
        String why = "%d workers died in it without getting on".formatted(lost.crashes() + 1);
        return switch (lost.crashRule()) {
            case RESUME, ROLLBACK -> lost.autoRollback() ? back(lost, why) : new Verdict.Ask(why);
            case ASK -> new Verdict.Ask(why);
        };
    }

    /** At once: going back is another thing than what was tried before. */
    private static Verdict back(Owned lost, String why) {
        return lost.irreversibleDone()
                ? new Verdict.Ask(why + ", but what is done cannot all be taken back")
                : new Verdict.Queue(Direction.BACKWARD, Duration.ZERO);
    }

    /** None the first time, then 1 s, doubled each time, up to a minute. */
    public static Duration backOff(int crashes) {
        if (crashes == 0) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(DOUBLINGS, crashes - 1));
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }
}
