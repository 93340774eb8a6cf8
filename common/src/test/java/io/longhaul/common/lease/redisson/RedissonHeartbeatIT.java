package io.longhaul.common.lease.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class RedissonHeartbeatIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.REDIS);

    private static final String KEY = "longhaul:worker:w-1";

    @Test
    void aBeatIsReadableTextThatVanishesWhenItIsNotRenewed() {
        ServiceUrl url = ServiceUrl.parse(services.freshRedisUrl(), List.of("redis"));
        RedisCli cli = new RedisCli(url);
        Beat beat = new Beat(new WorkerId("w-1"), "db2", 4242, Status.IDLE, Optional.empty(), 1);
        try (RedissonConnection redis = new RedissonConnection(url, Timers.FASTEST, System::nanoTime)) {
            assertThat(new RedissonHeartbeat(redis, Timers.FASTEST).send(beat)).isTrue();
        }

        Duration life = Timers.FASTEST.redisLife();
        assertThat(cli.say("GET", KEY)).isEqualTo(RedissonHeartbeat.json(beat));
        assertThat(cli.number("PTTL", KEY)).isBetween(1L, life.toMillis());
        await().atMost(life.plusSeconds(1)).until(() -> cli.number("EXISTS", KEY) == 0);
    }

    @Test
    void allSignsOfLifeAreReadAsTheyWereWritten() {
        ServiceUrl url = ServiceUrl.parse(services.freshRedisUrl(), List.of("redis"));
        Hold hold = new Hold(RunId.random(), new Epoch(3), new WorkerId("w-1"));
        Beat working = new Beat(hold.worker(), "db2", 4242, Status.RUNNING, Optional.of(hold), 7);
        Beat ended = new Beat(new WorkerId("w-2"), "db3", 1, Status.STOPPED, Optional.empty(), 9);
        try (RedissonConnection redis = new RedissonConnection(url, Timers.DEFAULTS, System::nanoTime)) {
            RedissonHeartbeats heartbeats = new RedissonHeartbeats(redis);
            assertThat(heartbeats.now()).contains(Map.of());
            new RedissonHeartbeat(redis, Timers.DEFAULTS).send(working);
            new RedissonHeartbeat(redis, Timers.DEFAULTS).send(ended);
            new RedisCli(url).say("SET", "longhaul:worker:broken", "{");

            assertThat(heartbeats.now()).contains(Map.of(working.worker(), working, ended.worker(), ended));
        }
    }

    @Test
    void whereRedisIsAwayNobodyKnows() {
        ServiceUrl nobody = ServiceUrl.parse("redis://127.0.0.1:1/0", List.of("redis"));
        try (RedissonConnection redis = new RedissonConnection(nobody, Timers.FASTEST, System::nanoTime)) {
            assertThat(new RedissonHeartbeats(redis).now()).isEmpty();
        }
    }

    @Test
    void aBeatThatReachesNobodySaysSo() {
        ServiceUrl nobody = ServiceUrl.parse("redis://127.0.0.1:1/0", List.of("redis"));
        try (RedissonConnection redis = new RedissonConnection(nobody, Timers.FASTEST, System::nanoTime)) {
            assertThat(new RedissonHeartbeat(redis, Timers.FASTEST)
                            .send(new Beat(new WorkerId("w-1"), "db2", 4242, Status.IDLE, Optional.empty(), 1)))
                    .isFalse();
        }
    }
}
