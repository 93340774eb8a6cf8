package io.longhaul.local.process;

import java.time.Duration;

/** How long the machine is given before waiting counts as failure. */
final class Bounds {

    static final Duration KILL = Duration.ofSeconds(20);

    /** A full PostgreSQL checkpoint or a RabbitMQ with many queues on a busy machine stays below. */
    static final Duration STOP = Duration.ofSeconds(30);

    private Bounds() {}
}
