package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.chaos.Traps.Trap;
import io.longhaul.acceptance.link.Link;
import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.local.service.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A place for one program, with links of its own; what dies there is started again. Thread-safe. */
final class Member implements AutoCloseable {

    private static final Map<Kind, String> SETTINGS = Map.of(
            Kind.POSTGRES, "LONGHAUL_POSTGRES_URL",
            Kind.RABBIT, "LONGHAUL_RABBITMQ_URL",
            Kind.REDIS, "LONGHAUL_REDIS_URL",
            Kind.CLICKHOUSE, "LONGHAUL_CLICKHOUSE_URL");

    private final Role role;
    private final String name;
    private final Stage stage;
    private final List<String> command;
    private final Map<Kind, Link> links = new EnumMap<>(Kind.class);
    private final ConcurrentLinkedQueue<Ending> endings = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Program program;
    private volatile @Nullable Death death;
    private volatile int starts;
    private volatile boolean hurt;
    private volatile boolean closed;

    Member(Role role, String name, Stage stage, Traps traps, Statements statements, String... command) {
        this.role = role;
        this.name = name;
        this.stage = stage;
        this.command = List.of(command);
        SETTINGS.forEach((kind, setting) -> links.put(
                kind,
                new Link(URI.create(stage.setting(setting)).getPort(), () -> new Ear(this, kind, traps, statements))));
    }

    Role role() {
        return role;
    }

    /** The name of its present process. */
    String process() {
        return name + "." + starts;
    }

    Link link(Kind service) {
        return Objects.requireNonNull(links.get(service));
    }

    /** Starts it, and starts it again a moment after each end, until it is closed. */
    void keepUp() {
        Thread keeper = new Thread(this::keep, "keeper-" + name);
        keeper.setDaemon(true);
        keeper.start();
    }

    private void keep() {
        try {
            while (!closed) {
                Program started = start();
                int code = started.process().waitFor();
                if (!closed) {
                    endings.add(new Ending(role, process(), code, hurt, started.err()));
                    Thread.sleep(300);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it once. */
    synchronized Program start(String... arguments) {
        hurt = false;
        starts++;
        Program started = stage.start(
                settings(),
                command.get(0),
                Stream.concat(command.stream().skip(1), List.of(arguments).stream())
                        .toArray(String[]::new));
        program = started;
        return started;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        SETTINGS.forEach((kind, setting) -> {
            URI direct = URI.create(stage.setting(setting));
            // Else the driver would name a statement that it sends often, and say only the name from then on.
            String query = kind == Kind.POSTGRES ? "?prepareThreshold=0" : "";
            settings.put(
                    setting,
                    direct.toString()
                                    .replace(
                                            ":" + direct.getPort(),
                                            ":" + link(kind).port())
                            + query);
        });
        return settings;
    }

    boolean isUp() {
        Program present = program;
        return present != null && present.isUp();
    }

    /** Whether its present process has said this on stderr. */
    boolean hasSaid(String words) {
        Program present = program;
        return present != null && present.err().contains(words);
    }

    void kill() {
        hurt = true;
        Program present = program;
        if (present != null) {
            present.kill();
            death = new Death(process(), System.nanoTime());
        }
    }

    /** The last time that it was killed. */
    Optional<Death> death() {
        return Optional.ofNullable(death);
    }

    private void terminate() {
        hurt = true;
        Program present = program;
        if (present != null) {
            present.terminate();
        }
    }

    private void freeze(Duration time) {
        Program present = program;
        if (present != null && present.isUp()) {
            present.freeze();
            LockSupport.parkNanos(time.toNanos());
            present.thaw();
        }
    }

    /** Takes a blow, and the time that it takes; false when nothing more is heard of the process. */
    boolean suffer(Blow blow) {
        if (blow instanceof Blow.Freeze freeze) {
            freeze(freeze.time());
            return true;
        }
        if (blow instanceof Blow.Terminate) {
            terminate();
            return true;
        }
        kill();
        return false;
    }

    boolean suffer(Trap trap) {
        trap.springs(this);
        return suffer(trap.blow());
    }

    void sufferLater(Trap trap, Duration delay) {
        Thread later = new Thread(() -> {
            LockSupport.parkNanos(delay.toNanos());
            suffer(trap);
        });
        later.setDaemon(true);
        later.start();
    }

    /** How its processes ended, oldest first. */
    List<Ending> endings() {
        return List.copyOf(endings);
    }

    @Override
    public void close() {
        closed = true;
        kill();
        links.values().forEach(Link::close);
    }

    /** A process was killed, at this time in nanoseconds of this JVM. */
    record Death(String process, long at) {}

    /**
     * The end of one process.
     *
     * @param hurt we did it
     * @param err what it had said
     */
    record Ending(Role role, String process, int code, boolean hurt, String err) {}
}
