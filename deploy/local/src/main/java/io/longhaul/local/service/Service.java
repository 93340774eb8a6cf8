package io.longhaul.local.service;

import java.nio.file.Path;

/** One running service that a test may hurt; all methods are safe to call from any thread, one at a time. */
public interface Service extends AutoCloseable {

    /** What people call it: {@code postgres}, {@code redis}, {@code rabbitmq}, {@code clickhouse}. */
    String name();

    /**
     * Starts it, on the port and the data of its first start if there was one, and returns when it answers. Does
     * nothing while it runs.
     */
    void start();

    /** Asks it to end, waits, and kills what does not; port and data are kept. */
    void stop();

    /** {@code kill -9} for all its processes at once; port and data are kept. */
    void kill();

    /** {@link #kill} and {@link #start}. */
    default void restart() {
        kill();
        start();
    }

    /** SIGSTOP: connections stay open and nothing answers. */
    void freeze();

    /** Ends what {@link #freeze} began. */
    void thaw();

    /** Whether its first process lives, also when frozen. */
    boolean isRunning();

    /** Whether it answers a client now; comes back within seconds. */
    boolean isReady();

    /** Returns when it answers a client; throws with the end of its log when it ended or two minutes have passed. */
    void awaitReady();

    /** Where clients connect: the same over restarts, known after the first start. */
    String url();

    /** The address of a new, empty and isolated place inside it: a database, virtual host or Redis database. */
    String freshUrl();

    /** The first process. */
    long pid();

    /** Its output, appended over restarts. */
    Path log();

    /** Stops it for good and removes its data. */
    @Override
    void close();
}
