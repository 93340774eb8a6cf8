package io.longhaul.worker.run;

import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;

/**
 * Lets a worker die just before, or just after, a statement that changes something: as if its process had ended there.
 */
final class DyingTarget {

    private final String statement;
    private final boolean afterwards;
    private volatile String last = "";
    private boolean dead;

    /** In the first statement that begins so. */
    DyingTarget(String statement, boolean afterwards) {
        this.statement = statement;
        this.afterwards = afterwards;
    }

    Target over(Target real) {
        return Intercepted.by((method, arguments) -> {
            if (isOver() && !method.getName().equals("close")) {
                throw new Died(last);
            }
            if (!method.getName().equals("execute")) {
                return method.invoke(real, arguments);
            }
            boolean now = isMeant((TargetStatement) arguments[0]);
            if (now && !afterwards) {
                throw new Died(last);
            }
            Object outcome = method.invoke(real, arguments);
            if (now) {
                throw new Died(last);
            }
            return outcome;
        });
    }

    private synchronized boolean isMeant(TargetStatement sent) {
        if (dead || !sent.sql().replace("`", "").startsWith(statement)) {
            return false;
        }
        last = "%s %s".formatted(afterwards ? "after" : "before", sent.sql());
        dead = true;
        return true;
    }

    private synchronized boolean isOver() {
        return dead;
    }

    /** Where it died; empty while it lives. */
    String last() {
        return last;
    }

    /** The end of a worker. */
    static final class Died extends Error {

        Died(String where) {
            super(where);
        }
    }
}
