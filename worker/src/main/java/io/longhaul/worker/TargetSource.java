package io.longhaul.worker;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.worker.rebuild.Guard;
import io.longhaul.worker.rebuild.RebuildCleanUp;
import io.longhaul.worker.rebuild.RebuildTarget;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import io.longhaul.worker.target.java.JavaTarget;
import io.longhaul.worker.target.postgres.PostgresTarget;
import io.longhaul.worker.throttle.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Opens the targets that a worker is told of, and lets its functions in Java come to them. */
final class TargetSource {

    /** For each look of the throttle; one that takes longer says that the server has no time for it. */
    private static final Duration GLANCE = Duration.ofSeconds(5);

    private final WorkerSettings settings;
    private final Functions functions;
    private final LongSupplier nanoTime;

    TargetSource(WorkerSettings settings, Functions functions, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.settings = settings;
        this.functions = functions;
    }

    /** To work on, with what is built in. */
    Targets toWorkOn(JdbiStore store, Guard guard, Throttle.LimitsSource limits, Clock clock) {
        Map<Engine, Target> targets = new EnumMap<>(open(
                        ClickHouseTarget::new,
                        PostgresTarget::new,
                        databases -> new JavaTarget(functions, databases, store.checkpoints(), guard::mayAct, nanoTime))
                .byEngine());
        targets.put(
                Engine.BUILT_IN,
                new RebuildTarget(
                        () -> new ClickHouseTarget(settings.clickHouse()),
                        new RebuildTarget.Store(store.chunks(), store.checkpoints(), store.cleanUps()),
                        guard,
                        new Throttle(limits, () -> ClickHouseTarget.readOnly(settings.clickHouse(), GLANCE), nanoTime),
                        nanoTime,
                        clock));
        return new Targets(targets);
    }

    /** To put away what rebuilds have left. */
    RebuildCleanUp toCleanUp(JdbiStore store, Guard guard) {
        return new RebuildCleanUp(() -> new ClickHouseTarget(settings.clickHouse()), store.chunks(), guard, nanoTime);
    }

    /** To look at: they cannot be changed, and answer in time or not at all. */
    Targets toLookAt(Duration timeout) {
        return open(
                url -> ClickHouseTarget.readOnly(url, timeout),
                url -> PostgresTarget.readOnly(url, timeout),
                databases -> JavaTarget.readOnly(functions, databases, timeout, nanoTime));
    }

    /** To ask questions that may take their time. */
    Targets toAsk() {
        return open(
                ClickHouseTarget::new,
                PostgresTarget::new,
                databases -> JavaTarget.asking(functions, databases, nanoTime));
    }

    private Targets open(
            Function<ServiceUrl, Target> clickHouse,
            Function<ServiceUrl, Target> postgres,
            Function<Targets, Target> java) {
        Map<Engine, Target> targets = new EnumMap<>(Engine.class);
        targets.put(Engine.CLICKHOUSE, clickHouse.apply(settings.clickHouse()));
        settings.targetPostgres().ifPresent(url -> targets.put(Engine.POSTGRES, postgres.apply(url)));
        Targets databases = new Targets(targets);
        targets.put(Engine.JAVA, java.apply(databases));
        return new Targets(targets);
    }

    /** How each database was last found. */
    static Map<Service, BooleanSupplier> services(Targets targets) {
        Map<Service, BooleanSupplier> services = new EnumMap<>(Service.class);
        services.put(Service.CLICKHOUSE, targets.of(Engine.CLICKHOUSE)::isReachable);
        Optional.ofNullable(targets.byEngine().get(Engine.POSTGRES))
                .ifPresent(target -> services.put(Service.TARGET_POSTGRES, target::isReachable));
        return services;
    }
}
