package io.longhaul.worker.target;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Query;
import io.longhaul.common.run.Failure;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The databases that this worker may work on, one of each engine at most. Safe for use by many threads. */
public final class Targets implements AutoCloseable {

    private final Map<Engine, Target> byEngine;

    public Targets(Map<Engine, ? extends Target> byEngine) {
        this.byEngine = new EnumMap<>(Engine.class);
        this.byEngine.putAll(byEngine);
    }

    /** Throws {@link TargetRefused} where this worker has none. */
    public Target of(Engine engine) {
        Target target = byEngine.get(engine);
        if (target == null) {
            throw new TargetRefused(new Failure(
                    "check",
                    "no-target",
                    "this worker has no %s to work on; set LONGHAUL_%s_URL and start it again"
                            .formatted(
                                    engine.title(),
                                    (engine == Engine.POSTGRES ? "target_postgres" : engine.key())
                                            .toUpperCase(Locale.ROOT))));
        }
        return target;
    }

    /** Those that the engines stand for. Throws {@link TargetRefused} where one is missing. */
    public List<Target> of(Set<Engine> engines) {
        // A function in Java, or what is built in, may come to any of them.
        return (engines.contains(Engine.JAVA) || engines.contains(Engine.BUILT_IN) ? byEngine.keySet() : engines)
                .stream().sorted().map(this::of).toList();
    }

    public Collection<Target> all() {
        return List.copyOf(byEngine.values());
    }

    public Map<Engine, Target> byEngine() {
        return Map.copyOf(byEngine);
    }

    /** Reads all rows of a small result; see {@link Target#rows}. */
    public List<Map<String, String>> rows(Query query, Map<String, String> parameters) {
        return of(query.engine()).rows(query.sql(), parameters);
    }

    /** Whether the same statement may work later, by the database's code. */
    public boolean mayPass(Failure failure) {
        return byEngine.values().stream().anyMatch(target -> target.mayPass(failure));
    }

    /** Whether the failure is that the database said nothing: nobody knows what it did. */
    public boolean gaveNoAnswer(Failure failure) {
        return byEngine.values().stream().anyMatch(target -> target.gaveNoAnswer(failure));
    }

    @Override
    public void close() {
        byEngine.values().forEach(Target::close);
    }
}
