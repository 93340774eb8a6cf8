package io.longhaul.worker.rebuild;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends statements of one rebuild, each under an id of its own and only while that may be done. For one thread. Throws
 * {@link Broken} for a statement that did not return, {@link BrokenOff} when nothing more is to be sent.
 */
final class Sender {

    private static final Duration FENCE_RETRY = Duration.ofMillis(200);

    private final Target target;
    private final QueryId attempt;
    private final AtomicLong numbers;
    private final Guard guard;
    private final InFlight inFlight;

    /** {@code numbers} are shared by all senders of the attempt. */
    Sender(Target target, QueryId attempt, AtomicLong numbers, Guard guard, InFlight inFlight) {
        this.target = target;
        this.attempt = attempt;
        this.numbers = numbers;
        this.guard = guard;
        this.inFlight = inFlight;
    }

    /** A small statement. */
    void send(String sql) throws InterruptedException {
        send(attempt.within(numbers.incrementAndGet()), 0, sql);
    }

    /** Drops a table that is ours, however large: the server's limit is there for mistakes of people. */
    void drop(String table) throws InterruptedException {
        send("DROP TABLE IF EXISTS %s SYNC SETTINGS max_table_size_to_drop = 0".formatted(quoted(table)));
    }

    /**
     * Changes partitions of a table that is ours, however large: the server's limit counts for partitions that go too.
     */
    void alter(QueryId query, String table, String commands) throws InterruptedException {
        send(query, 0, "ALTER TABLE %s %s SETTINGS max_partition_size_to_drop = 0".formatted(quoted(table), commands));
    }

    /** The same, under an id of its own. */
    void alter(String table, String commands) throws InterruptedException {
        alter(attempt.within(numbers.incrementAndGet()), table, commands);
    }

    /** Answers how many rows were written, by the database's word. */
    long send(QueryId query, long rowsExpected, String sql) throws InterruptedException {
        pass();
        inFlight.add(query, rowsExpected);
        try {
            Outcome outcome = target.execute(new TargetStatement(query, sql, Map.of()));
            if (outcome instanceof Outcome.Returned returned) {
                return returned.rows();
            }
            if (inFlight.isKilled()) {
                throw new BrokenOff("ended in a statement");
            }
            throw outcome instanceof Outcome.Failed failed
                    ? Broken.failed(failed.failure())
                    : Broken.lost(((Outcome.Lost) outcome).failure());
        } finally {
            inFlight.remove(query);
        }
    }

    /** Reads a small result. */
    List<Map<String, String>> rows(String query, Map<String, String> parameters) throws InterruptedException {
        pass();
        try {
            return target.rows(query, parameters);
        } catch (TargetRefused refused) {
            Failure failure = refused.failure();
            throw target.gaveNoAnswer(failure) ? Broken.lost(failure) : Broken.failed(failure);
        }
    }

    /** The one row of a result that has one. */
    Map<String, String> row(String query, Map<String, String> parameters) throws InterruptedException {
        return rows(query, parameters).get(0);
    }

    String quoted(String identifier) {
        return target.quoted(identifier);
    }

    boolean mayPass(Failure failure) {
        return target.mayPass(failure);
    }

    /** Waits while the worker may not act. */
    void pass() throws InterruptedException {
        while (true) {
            if (inFlight.isKilled() || !guard.goesOn()) {
                throw new BrokenOff("something else is asked of the run");
            }
            if (guard.mayAct()) {
                return;
            }
            guard.await(FENCE_RETRY);
        }
    }
}
