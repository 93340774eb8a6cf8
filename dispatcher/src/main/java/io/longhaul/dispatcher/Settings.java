package io.longhaul.dispatcher;

import io.longhaul.common.config.Configuration;
import io.longhaul.common.config.ConfigurationFile;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.queue.rabbit.QueueType;
import io.longhaul.dispatcher.view.RedisCli;
import java.util.List;
import java.util.Map;

/**
 * The dispatcher's settings. Each method reads what one purpose needs and throws
 * {@link io.longhaul.common.config.ConfigurationInvalid} with all that is wrong with that, and only with that.
 */
final class Settings {

    private static final String POSTGRES = "LONGHAUL_POSTGRES_URL";
    private static final String RABBITMQ = "LONGHAUL_RABBITMQ_URL";
    private static final String REDIS = "LONGHAUL_REDIS_URL";
    private static final String[] POSTGRES_SCHEMES = {"postgresql"};
    private static final String[] RABBITMQ_SCHEMES = {"amqp", "amqps"};
    private static final String[] REDIS_SCHEMES = {"redis", "rediss"};

    private final Map<String, String> environment;

    Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    Store store() {
        Configuration configuration = ConfigurationFile.load(environment);
        Store store = new Store(configuration.service(POSTGRES, POSTGRES_SCHEMES), configuration.timers());
        configuration.check();
        return store;
    }

    Board board() {
        Configuration configuration = ConfigurationFile.load(environment);
        Board board = new Board(configuration.service(REDIS, REDIS_SCHEMES), configuration.timers());
        configuration.check();
        return board;
    }

    Queue queue() {
        Configuration configuration = ConfigurationFile.load(environment);
        ServiceUrl rabbitmq = configuration.service(RABBITMQ, RABBITMQ_SCHEMES);
        String queueType = queueType(configuration);
        configuration.check();
        return new Queue(rabbitmq, QueueType.of(queueType));
    }

    private static String queueType(Configuration configuration) {
        return configuration.word("LONGHAUL_RABBITMQ_QUEUE_TYPE", "quorum", "quorum", "classic");
    }

    All all() {
        Configuration configuration = ConfigurationFile.load(environment);
        ServiceUrl postgres = configuration.service(POSTGRES, POSTGRES_SCHEMES);
        ServiceUrl rabbitmq = configuration.service(RABBITMQ, RABBITMQ_SCHEMES);
        String queueType = queueType(configuration);
        ServiceUrl redis = configuration.service(REDIS, REDIS_SCHEMES);
        Timers timers = configuration.timers();
        // Only after this is the word known to be one of the two.
        configuration.check();
        return new All(postgres, rabbitmq, QueueType.of(queueType), redis, timers);
    }

    /** The bare command where the address of Redis is missing or wrong: it is only shown. */
    String redisCli() {
        try {
            return ConfigurationFile.load(environment)
                    .text(REDIS)
                    .map(url -> RedisCli.command(ServiceUrl.parse(url, List.of(REDIS_SCHEMES))))
                    .orElse("redis-cli");
        } catch (IllegalArgumentException wrong) {
            return "redis-cli";
        }
    }

    record Store(ServiceUrl postgres, Timers timers) {}

    record Board(ServiceUrl redis, Timers timers) {}

    record Queue(ServiceUrl rabbitmq, QueueType queueType) {}

    record All(ServiceUrl postgres, ServiceUrl rabbitmq, QueueType queueType, ServiceUrl redis, Timers timers) {}
}
