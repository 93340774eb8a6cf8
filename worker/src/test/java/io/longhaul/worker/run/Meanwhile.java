package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Rebuilds, or takes back, a table to which something happens meanwhile. */
final class Meanwhile {

    private final ServiceUrl url;
    private final Queue<Happening> next = new ConcurrentLinkedQueue<>();

    private Meanwhile(String clickHouse, Happening... happenings) {
        this.url = ServiceUrl.parse(clickHouse, List.of("http"));
        this.next.addAll(List.of(happenings));
    }

    /** Just before the next statement is sent that begins so, and, if again, before each of them. */
    record Happening(String statement, Runnable what, boolean again) {

        /** Once. */
        Happening(String statement, Runnable what) {
            this(statement, what, false);
        }
    }

    /** What came of it, when this had happened, one after the other. */
    static Outcome carryOut(Bench bench, String clickHouse, RunId run, Direction way, Happening... happenings) {
        Meanwhile meanwhile = new Meanwhile(clickHouse, happenings);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        bench.dead.diesIn(run, way, way, sent -> {
            RebuildTarget rebuilding = bench.rebuilding(meanwhile.url, meanwhile::target, new AskedGuard());
            outcome.complete(rebuilding.execute(sent));
        });
        assertThat(meanwhile.next).as("what did not happen").allMatch(Happening::again);
        return outcome.join();
    }

    private Target target() {
        ClickHouseTarget real = new ClickHouseTarget(url);
        return Intercepted.by((method, arguments) -> {
            if (method.getName().equals("execute")) {
                happen(((TargetStatement) arguments[0]).sql());
            }
            return method.invoke(real, arguments);
        });
    }

    private synchronized void happen(String sql) {
        Happening first = next.peek();
        if (first != null && sql.startsWith(first.statement())) {
            if (!first.again()) {
                next.remove();
            }
            first.what().run();
        }
    }
}
