package io.longhaul.worker;

import io.longhaul.common.config.Configuration;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.version.Version;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a worker is told from outside.
 *
 * @param postgres where Longhaul keeps the truth
 * @param rabbit where wake-ups come from
 * @param queueType of the queues that the worker declares
 * @param redis where signs of life go
 * @param clickHouse the target
 * @param targetPostgres the other target, where there is one
 * @param migrations the directory of the definitions
 * @param application version of the application whose data is on the target, where that is known
 * @param timers by which workers and reapers judge each other
 */
record WorkerSettings(
        ServiceUrl postgres,
        ServiceUrl rabbit,
        String queueType,
        ServiceUrl redis,
        ServiceUrl clickHouse,
        Optional<ServiceUrl> targetPostgres,
        Path migrations,
        Optional<Version> application,
        Timers timers) {

    /** Throws {@link io.longhaul.common.config.ConfigurationInvalid} with every problem. */
    static WorkerSettings from(Configuration configuration) {
        WorkerSettings settings = new WorkerSettings(
                configuration.service("LONGHAUL_POSTGRES_URL", "postgresql", "postgres"),
                configuration.service("LONGHAUL_RABBITMQ_URL", "amqp", "amqps"),
                configuration.word("LONGHAUL_RABBITMQ_QUEUE_TYPE", "quorum", "quorum", "classic"),
                configuration.service("LONGHAUL_REDIS_URL", "redis", "rediss"),
                configuration.service("LONGHAUL_CLICKHOUSE_URL", "http", "https"),
                configuration.optionalService("LONGHAUL_TARGET_POSTGRES_URL", "postgresql", "postgres"),
                configuration.path("LONGHAUL_MIGRATIONS"),
                configuration.version("LONGHAUL_APP_VERSION"),
                configuration.timers());
        configuration.check();
        return settings;
    }
}
