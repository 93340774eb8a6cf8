package io.longhaul.common.queue.rabbit;

import java.util.Locale;

/** How RabbitMQ keeps a queue: replicated for clusters, or plain for a single node. */
public enum QueueType {
    QUORUM,
    CLASSIC;

    /** Reads {@code quorum} or {@code classic}; throws {@link IllegalArgumentException} for anything else. */
    public static QueueType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The broker's word. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
