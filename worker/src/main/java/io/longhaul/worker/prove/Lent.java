package io.longhaul.worker.prove;

import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that is given back when it is closed. One with a statement or question in flight is closed indeed. */
final class Lent extends Through {

    private final Runnable giveBack;
    private final AtomicInteger inFlight = new AtomicInteger();

    Lent(Target real, Runnable giveBack) {
        super(real);
        this.giveBack = giveBack;
    }

    @Override
    public Outcome execute(TargetStatement statement) {
        inFlight.incrementAndGet();
        try {
            return real.execute(statement);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        inFlight.incrementAndGet();
        try {
            return real.rows(query, parameters);
        } finally {
            inFlight.decrementAndGet();
        }
    }

    @Override
    public void close() {
        if (inFlight.get() > 0) {
            real.close();
        } else {
            giveBack.run();
        }
    }
}
