package io.longhaul.common.config;

import io.longhaul.common.version.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings as text, by the names of their environment variables. Reads collect problems; {@link #check()} reports
 * them all at once. Not thread-safe.
 */
public final class Configuration {

    /** Every setting there is; anything else that begins with {@code LONGHAUL_} in a file is a mistake. */
    static final List<String> NAMES = List.of(
            "LONGHAUL_APP_VERSION",
            "LONGHAUL_CLICKHOUSE_URL",
            "LONGHAUL_DEAD_AFTER",
            "LONGHAUL_HEARTBEAT",
            "LONGHAUL_IDLE_IN_TRANSACTION",
            "LONGHAUL_LOCK_LEASE",
            "LONGHAUL_LOCK_TIMEOUT",
            "LONGHAUL_MIGRATIONS",
            "LONGHAUL_POSTGRES_URL",
            "LONGHAUL_RABBITMQ_QUEUE_TYPE",
            "LONGHAUL_RABBITMQ_URL",
            "LONGHAUL_REAPER_POLL",
            "LONGHAUL_REDIS_LIFE",
            "LONGHAUL_REDIS_URL",
            "LONGHAUL_SELF_FENCE",
            "LONGHAUL_SWEEP",
            "LONGHAUL_TARGET_POSTGRES_URL");

    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    /** Values by name of environment variable. */
    public Configuration(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** A service that the program cannot do without. The first scheme is the usual one. */
    public ServiceUrl service(String name, String... schemes) {
        Function<String, ServiceUrl> parse = text -> ServiceUrl.parse(text, List.of(schemes));
        return required(name, parse, "a URL such as %s://user:password@host/name".formatted(schemes[0]))
                .orElseGet(
                        () -> new ServiceUrl(schemes[0], Optional.empty(), Optional.empty(), "unset", 0, "", Map.of()));
    }

    /** A service that the program may do without. */
    public Optional<ServiceUrl> optionalService(String name, String... schemes) {
        return text(name).flatMap(text -> parsed(name, text, url -> ServiceUrl.parse(url, List.of(schemes))));
    }

    /** A directory or file that the program cannot do without. */
    public Path path(String name) {
        return required(name, Path::of, "a path").orElseGet(() -> Path.of("unset"));
    }

    /** Text that may be absent. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A version that may be absent. */
    public Optional<Version> version(String name) {
        return text(name).flatMap(text -> parsed(name, text, Version::new));
    }

    /** One of a few words. */
    public String word(String name, String preset, String... words) {
        String word = text(name).orElse(preset);
        if (!List.of(words).contains(word)) {
            problems.add("%s is '%s'; it is one of %s".formatted(name, word, String.join(", ", words)));
        }
        return word;
    }

    /** The timers, whose order is checked. */
    public Timers timers() {
        Timers timers = new Timers(
                duration("LONGHAUL_HEARTBEAT", Timers.DEFAULTS.heartbeat()),
                duration("LONGHAUL_LOCK_LEASE", Timers.DEFAULTS.lockLease()),
                duration("LONGHAUL_SELF_FENCE", Timers.DEFAULTS.selfFence()),
                duration("LONGHAUL_DEAD_AFTER", Timers.DEFAULTS.deadAfter()),
                duration("LONGHAUL_REAPER_POLL", Timers.DEFAULTS.reaperPoll()),
                duration("LONGHAUL_IDLE_IN_TRANSACTION", Timers.DEFAULTS.idleInTransaction()),
                duration("LONGHAUL_LOCK_TIMEOUT", Timers.DEFAULTS.lockTimeout()),
                duration("LONGHAUL_REDIS_LIFE", Timers.DEFAULTS.redisLife()),
                duration("LONGHAUL_SWEEP", Timers.DEFAULTS.sweep()));
        problems.addAll(timers.problems());
        return timers;
    }

    /** Throws {@link ConfigurationInvalid} with every problem that the reads before it met. */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigurationInvalid(List.copyOf(new TreeSet<>(problems)));
        }
    }

    private Duration duration(String name, Duration preset) {
        return text(name).flatMap(text -> parsed(name, text, Durations::parse)).orElse(preset);
    }

    private <T> Optional<T> required(String name, Function<String, T> parse, String whatItIs) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            problems.add("%s is not set; it must be %s".formatted(name, whatItIs));
            return Optional.empty();
        }
        return parsed(name, text.get(), parse);
    }

    private <T> Optional<T> parsed(String name, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException wrong) {
            problems.add(name + " " + wrong.getMessage());
            return Optional.empty();
        }
    }
}
