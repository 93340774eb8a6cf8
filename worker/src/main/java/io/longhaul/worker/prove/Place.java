package io.longhaul.worker.prove;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Engine;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import io.longhaul.worker.target.postgres.PostgresTarget;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Where a migration is proved.
 *
 * @param clickHouse a database that may be emptied; absent where no migration needs one
 * @param postgres the same, in which Longhaul's own tables are too
 */
public record Place(Optional<ServiceUrl> clickHouse, ServiceUrl postgres) {

    /**
     * For what migrations see. Longhaul's own schema is in the same database, and PostgreSQL would take it for that of
     * a user who is called so too.
     */
    ServiceUrl targetPostgres() {
        Map<String, String> options = new HashMap<>(postgres.options());
        options.putIfAbsent("currentSchema", "public");
        return new ServiceUrl(
                postgres.scheme(),
                postgres.user(),
                postgres.password(),
                postgres.host(),
                postgres.port(),
                postgres.path(),
                options);
    }

    /** To work on, each as {@code as} makes it. */
    Targets targets(Kept kept, BiFunction<Engine, Target, Target> as) {
        Map<Engine, Target> targets = new EnumMap<>(Engine.class);
        toClickHouse(kept).ifPresent(open -> targets.put(Engine.CLICKHOUSE, as.apply(Engine.CLICKHOUSE, open.get())));
        targets.put(Engine.POSTGRES, as.apply(Engine.POSTGRES, new PostgresTarget(targetPostgres())));
        return new Targets(targets);
    }

    /** A further connection to work on ClickHouse by. */
    Optional<Supplier<Target>> toClickHouse(Kept kept) {
        return clickHouse.map(url -> () -> kept.lent("work", () -> new ClickHouseTarget(url)));
    }

    /** One to look at ClickHouse by. */
    Optional<Supplier<Target>> toLookAtClickHouse(Kept kept, Duration timeout) {
        return clickHouse.map(
                url -> () -> kept.lent("look within " + timeout, () -> ClickHouseTarget.readOnly(url, timeout)));
    }

    Targets looking(Kept kept, Duration timeout) {
        Map<Engine, Target> targets = new EnumMap<>(Engine.class);
        toLookAtClickHouse(kept, timeout).ifPresent(open -> targets.put(Engine.CLICKHOUSE, open.get()));
        targets.put(Engine.POSTGRES, PostgresTarget.readOnly(targetPostgres(), timeout));
        return new Targets(targets);
    }
}
