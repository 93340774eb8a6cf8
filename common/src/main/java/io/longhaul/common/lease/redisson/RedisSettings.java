package io.longhaul.common.lease.redisson;

import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.config.Secret;
import io.longhaul.common.config.ServiceUrl;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.EqualJitterDelay;

/** Our address and timers in Redisson's terms. Sentinel and Cluster will be two more methods beside {@link #single}. */
final class RedisSettings {

    private static final Pattern DATABASE = Pattern.compile("\\d{0,5}");
    private static final int FEW = 2;
    private static final int POOL = 4;
    private static final int ONE_RETRY = 1;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration RECONNECT_AT_LEAST = Duration.ofMillis(100);
    private static final Duration RECONNECT_AT_MOST = Duration.ofSeconds(1);

    /** Finds connections that died without a word, as they do behind a firewall that forgets. */
    private static final Duration PING = Duration.ofSeconds(5);

    private RedisSettings() {}

    /**
     * For one Redis.
     *
     * @param lockLease how long the lock outlives its holder
     * @param answer how long Redis may take for an answer
     */
    static Config single(ServiceUrl url, Duration lockLease, Duration answer) {
        Config config = new Config()
                // Redisson's own codec is binary; people read what we write with redis-cli.
                .setCodec(StringCodec.INSTANCE)
                .setThreads(FEW)
                .setNettyThreads(FEW)
                .setLockWatchdogTimeout(lockLease.toMillis())
                // Otherwise Redisson.create fails, after seconds, where Redis is away when we start.
                .setLazyInitialization(true);
        url.user().ifPresent(config::setUsername);
        url.password().map(Secret::reveal).ifPresent(config::setPassword);
        config.useSingleServer()
                .setAddress("%s://%s:%d".formatted(url.scheme(), url.host(), url.port()))
                .setDatabase(database(url))
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(POOL)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setSubscriptionConnectionPoolSize(1)
                .setConnectTimeout((int) answer.toMillis())
                .setTimeout((int) answer.toMillis())
                .setRetryAttempts(ONE_RETRY)
                .setRetryDelay(new ConstantDelay(PAUSE))
                .setReconnectionDelay(new EqualJitterDelay(RECONNECT_AT_LEAST, RECONNECT_AT_MOST))
                .setPingConnectionInterval((int) PING.toMillis());
        return config;
    }

    /** Redisson itself ignores what follows the slash. */
    private static int database(ServiceUrl url) {
        if (!DATABASE.matcher(url.path()).matches()) {
            throw new ConfigurationInvalid(List.of(
                    "LONGHAUL_REDIS_URL ends in '/%s'; after the slash comes the number of a database, such as /0"
                            .formatted(url.path())));
        }
        return url.path().isEmpty() ? 0 : Integer.parseInt(url.path());
    }
}
