package io.longhaul.worker.prove;

import io.longhaul.worker.target.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Connections to ClickHouse that outlive the workers of a proof, since to open them takes a good part of its time. Its
 * sessions carry nothing from one worker to the next. Those of PostgreSQL do, and are opened anew. Safe for use by many
 * threads.
 */
final class Kept implements AutoCloseable {

    private final Map<String, Deque<Target>> idle = new HashMap<>();

    /**
     * One that whoever closes it gives back, unless something is still in flight on it: that one is closed.
     *
     * @param purpose others of the same purpose may have it next
     */
    synchronized Target lent(String purpose, Supplier<Target> fresh) {
        Deque<Target> free = idle.computeIfAbsent(purpose, none -> new ArrayDeque<>());
        Target kept = free.isEmpty() ? fresh.get() : free.pop();
        return new Lent(kept, () -> giveBack(kept, free));
    }

    private synchronized void giveBack(Target kept, Deque<Target> to) {
        to.push(kept);
    }

    @Override
    public synchronized void close() {
        idle.values().forEach(free -> free.forEach(Target::close));
    }
}
