package io.longhaul.local.service;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.LocalProcessException;
import io.longhaul.local.process.Poll;
import io.longhaul.local.process.Ports;
import io.longhaul.local.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the four private services have in common: one directory, ports for life, one program. */
abstract sealed class PrivateService implements Service
        permits PrivatePostgres, PrivateRabbit, PrivateRedis, PrivateClickHouse {

    /** A time zone that is not UTC, and not by whole hours, so that a confusion of the two shows. */
    static final String TEST_ZONE = "Pacific/Chatham";

    private static final Duration READY = Duration.ofMinutes(2);
    private static final int TRIES_FOR_PORTS = 5;

    private final String name;
    private final Place place;
    private final Program program;
    private final Lifetime lifetime;
    private final AtomicInteger fresh = new AtomicInteger();
    private volatile List<Integer> ports;

    PrivateService(String name, Path parent, Lifetime lifetime) {
        this.name = name;
        this.place = new Place(parent.resolve(name));
        this.lifetime = lifetime;
        this.program = new Program(name, place.directory(), lifetime);
        this.ports = place.ports().orElse(List.of());
    }

    /** How many ports it needs; the first is the one for clients. */
    abstract int portCount();

    /** Makes its data, once; called before every start and must do nothing when the data is there. */
    abstract void initialise();

    abstract List<String> command();

    abstract Map<String, String> environment();

    /** Whether it answers a client, asked while it listens; must come back within a few seconds. */
    abstract boolean answers();

    /** Called when it answers, after every start; makes what is to be inside and is not. */
    abstract void complete();

    abstract String stopSignal();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final synchronized void start() {
        if (program.isRunning()) {
            return;
        }
        if (ports.isEmpty()) {
            startFirst();
        } else {
            launch();
        }
        complete();
    }

    /** Another program may take a port between our look and the service's: then again with other ports. */
    private void startFirst() {
        for (int attempt = 1; ; attempt++) {
            ports = Ports.free(portCount());
            try {
                launch();
                place.keep(ports);
                return;
            } catch (LocalProcessException e) {
                program.kill();
                ports = List.of();
                if (attempt == TRIES_FOR_PORTS) {
                    throw e;
                }
            }
        }
    }

    private void launch() {
        place.make();
        initialise();
        program.launch(command(), environment());
        awaitReady();
    }

    @Override
    public final void awaitReady() {
        Poll poll = Poll.atMost(READY);
        while (!isReady()) {
            if (!program.isRunning()) {
                throw new LocalProcessException(name + " ended while starting. " + whatItSaid());
            }
            poll.pauseOr(() -> name + " does not answer. " + whatItSaid());
        }
    }

    @Override
    public final boolean isReady() {
        return !ports.isEmpty() && ports.stream().allMatch(program::listensOn) && answers();
    }

    private String whatItSaid() {
        return "The end of " + log() + ":\n" + program.logTail();
    }

    @Override
    public final synchronized void stop() {
        program.stop(stopSignal());
    }

    @Override
    public final synchronized void kill() {
        program.kill();
    }

    @Override
    public final synchronized void freeze() {
        program.freeze();
    }

    @Override
    public final synchronized void thaw() {
        program.thaw();
    }

    @Override
    public final boolean isRunning() {
        return program.isRunning();
    }

    @Override
    public final long pid() {
        return program.pid().orElseThrow(() -> new IllegalStateException(name + " is not running"));
    }

    @Override
    public final Path log() {
        return program.log();
    }

    @Override
    public final synchronized void close() {
        stop();
        place.remove();
        ports = List.of();
    }

    final Place place() {
        return place;
    }

    final boolean forTests() {
        return lifetime == Lifetime.WITH_JVM;
    }

    final int port() {
        return port(0);
    }

    final int port(int index) {
        if (ports.isEmpty()) {
            throw new IllegalStateException(name + " was never started");
        }
        return ports.get(index);
    }

    /** A name that no earlier call of this JVM got. */
    final int nextFresh() {
        return fresh.incrementAndGet();
    }
}
