package io.longhaul.worker.run;

import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Lets a worker die just before, or just after, a statement that changes something: as if its process had ended there.
 */
final class DyingTarget {

    private final AtomicInteger left;
    private final boolean afterwards;
    private final Predicate<String> fatal;
    private volatile String last = "";
    private volatile boolean dead;

    /** In the statement of this number, from 1, or earlier in one that {@code fatal} recognises. */
    DyingTarget(int statement, boolean afterwards, Predicate<String> fatal) {
        this.left = new AtomicInteger(statement);
        this.afterwards = afterwards;
        this.fatal = fatal;
    }

    Target over(Target real) {
        return (Target) Proxy.newProxyInstance(
                Target.class.getClassLoader(), new Class<?>[] {Target.class}, (proxy, method, arguments) -> {
                    try {
                        if (dead && !method.getName().equals("close")) {
                            throw new Died(last);
                        }
                        if (!method.getName().equals("execute")) {
                            return method.invoke(real, arguments);
                        }
                        TargetStatement statement = (TargetStatement) arguments[0];
                        boolean now = left.decrementAndGet() == 0 || fatal.test(statement.sql());
                        if (now) {
                            last = "%s %s".formatted(afterwards ? "after" : "before", statement.sql());
                            dead = true;
                        }
                        if (now && !afterwards) {
                            throw new Died(last);
                        }
                        Object outcome = method.invoke(real, arguments);
                        if (now) {
                            throw new Died(last);
                        }
                        return outcome;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
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
