package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Knows the statements of a built-in operation by their numbers in the order in which they are sent: so each is a
 * boundary of its own, whatever its chunk and its lane. For one worker; safe for use by its many threads.
 */
final class Inside {

    private final AtomicLong numbers = new AtomicLong();
    private volatile @Nullable QueryId operation;

    /** The operation that is known by this id is sent. */
    void begins(QueryId id) {
        operation = id;
        numbers.set(0);
    }

    /** As what the statement is known that is sent next. */
    QueryId next() {
        return Optional.ofNullable(operation).orElseThrow().within(numbers.incrementAndGet());
    }
}
