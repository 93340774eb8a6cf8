package io.longhaul.worker.start;

import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.redisson.RedisUnanswered;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.queue.rabbit.Broker;
import io.longhaul.common.queue.rabbit.QueueType;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRequirement;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each service says its version in words of its own. */
class ServiceVersionsIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, RABBIT);

    @Test
    void postgresSaysItsVersion() {
        try (JdbiStore store = JdbiStore.brief(
                ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql")), Timers.DEFAULTS, "test")) {
            assertThat(fits(store.version(), ">=13")).isTrue();
        }
    }

    @Test
    void redisSaysItsVersion() throws Exception {
        try (RedissonConnection redis = redis(services.freshRedisUrl())) {
            assertThat(fits(redis.version(), ">=6")).isTrue();
        }
    }

    @Test
    void rabbitSaysItsVersion() throws Exception {
        Broker broker = new Broker(
                ServiceUrl.parse(services.freshRabbitUrl(), List.of("amqp")), QueueType.of("classic"), "test");

        assertThat(fits(broker.version(), ">=3.10")).isTrue();
    }

    @Test
    void whatIsAwaySaysNothing() {
        try (RedissonConnection redis = redis("redis://127.0.0.1:1/0")) {
            assertThatThrownBy(redis::version).isInstanceOf(RedisUnanswered.class);
        }
    }

    private static RedissonConnection redis(String url) {
        return new RedissonConnection(ServiceUrl.parse(url, List.of("redis")), Timers.FASTEST, System::nanoTime);
    }

    private static boolean fits(String said, String requirement) {
        return new VersionRequirement(requirement)
                .accepts(Version.ofService(said).orElseThrow());
    }
}
