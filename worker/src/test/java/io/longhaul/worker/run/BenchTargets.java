package io.longhaul.worker.run;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.worker.rebuild.Guard;
import io.longhaul.worker.rebuild.RebuildCleanUp;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import io.longhaul.worker.target.java.JavaTarget;
import io.longhaul.worker.target.postgres.PostgresTarget;
import io.longhaul.worker.throttle.Limits;
import io.longhaul.worker.throttle.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the worker of a bench reaches the databases by that its migrations work on. */
final class BenchTargets {

    private final JdbiStore store;
    private final ServiceUrl clickHouse;
    private final Optional<ServiceUrl> postgres;
    private final Functions functions;

    BenchTargets(JdbiStore store, ServiceUrl clickHouse, Optional<ServiceUrl> postgres, Functions functions) {
        this.store = store;
        this.clickHouse = clickHouse;
        this.postgres = postgres;
        this.functions = functions;
    }

    /** To work on, with what is built in. */
    Targets toWorkOn(Guard guard) {
        Map<Engine, Target> targets = new EnumMap<>(targets(
                        connection(),
                        postgres.map(PostgresTarget::new),
                        databases -> new JavaTarget(
                                functions, databases, store.checkpoints(), guard::mayAct, System::nanoTime))
                .byEngine());
        targets.put(Engine.BUILT_IN, rebuilding(clickHouse, this::connection, guard));
        return new Targets(targets);
    }

    /** To look at. */
    Targets toLookAt(Duration timeout) {
        return targets(
                ClickHouseTarget.readOnly(clickHouse, timeout),
                postgres.map(url -> PostgresTarget.readOnly(url, timeout)),
                databases -> JavaTarget.readOnly(functions, databases, timeout, System::nanoTime));
    }

    /** What carries out built-in operations, on connections from there. */
    RebuildTarget rebuilding(ServiceUrl lookedAt, Supplier<Target> connections, Guard asking) {
        return new RebuildTarget(
                connections,
                new RebuildTarget.Store(store.chunks(), store.checkpoints(), store.cleanUps()),
                asking,
                new Throttle(
                        () -> Limits.of(store.settings().values(Optional.of(Bench.MIGRATION))),
                        () -> ClickHouseTarget.readOnly(lookedAt, Duration.ofSeconds(5)),
                        System::nanoTime),
                System::nanoTime,
                Clock.systemUTC());
    }

    /** What puts away what rebuilds have left. */
    RebuildCleanUp cleaningUp(Guard guard) {
        return new RebuildCleanUp(this::connection, store.chunks(), guard, System::nanoTime);
    }

    private ClickHouseTarget connection() {
        return new ClickHouseTarget(clickHouse);
    }

    private static Targets targets(
            ClickHouseTarget clickHouse, Optional<PostgresTarget> postgres, Function<Targets, Target> java) {
        Map<Engine, Target> targets = new EnumMap<>(Engine.class);
        targets.put(Engine.CLICKHOUSE, clickHouse);
        postgres.ifPresent(target -> targets.put(Engine.POSTGRES, target));
        targets.put(Engine.JAVA, java.apply(new Targets(targets)));
        return new Targets(targets);
    }
}
