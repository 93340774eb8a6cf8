package io.longhaul.dispatcher.dispatch;

import io.longhaul.common.queue.Publisher;
import io.longhaul.common.queue.Publisher.Sent;
import io.longhaul.common.store.Outbox;
import io.longhaul.common.store.Outbox.Entry;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends what the outbox holds and the broker has not confirmed. Several relays at once send some wake-ups twice, which
 * workers find stale. Not thread-safe.
 */
public final class Relay {

    /** What is younger is still in the hands of whoever wrote it. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int BATCH = 100;

    private final Outbox outbox;
    private final Publisher publisher;

    public Relay(Outbox outbox, Publisher publisher) {
        this.outbox = outbox;
        this.publisher = publisher;
    }

    /** Sends what waits, oldest first, until the broker does not confirm one. Throws when PostgreSQL is away. */
    public Relayed pass() {
        return send(PATIENCE);
    }

    /** The same, and does not leave the young ones to whoever wrote them. */
    public Relayed all() {
        return send(Duration.ZERO);
    }

    private Relayed send(Duration patience) {
        int sent = 0;
        for (Entry entry : outbox.waiting(patience, BATCH)) {
            if (publisher.send(entry.wakeUp()) instanceof Sent.Unconfirmed unconfirmed) {
                return new Relayed(sent, Optional.of(unconfirmed.why()));
            }
            outbox.published(entry.id());
            sent++;
        }
        return sent > 0 || publisher.isReachable()
                ? new Relayed(sent, Optional.empty())
                : new Relayed(0, Optional.of("cannot be reached"));
    }

    /**
     * What one pass did.
     *
     * @param sent wake-ups that the broker has confirmed
     * @param stopped why the next one was not, or would not have been, as a clause
     */
    public record Relayed(int sent, Optional<String> stopped) {}
}
