package io.longhaul.common.lease.redisson;

import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Heartbeat;
import io.longhaul.common.run.Hold;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a worker's sign of life as JSON under {@code longhaul:worker:<id>}. */
public final class RedissonHeartbeat implements Heartbeat {

    static final String KEY = "longhaul:worker:";

    private final RedissonConnection redis;
    private final Duration life;

    public RedissonHeartbeat(RedissonConnection redis, Timers timers) {
        this.redis = redis;
        this.life = timers.redisLife();
    }

    @Override
    public boolean send(Beat beat) {
        String key = KEY + beat.worker();
        String json = json(beat);
        try {
            redis.ask(client -> client.getBucket(key).setAsync(json, life));
            return true;
        } catch (RedisUnanswered away) {
            return false;
        }
    }

    static String json(Beat beat) {
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("worker", beat.worker().value())
                .put("host", beat.host())
                .put("pid", beat.pid())
                .put("status", beat.status().name());
        json.put("run", beat.hold().map(Hold::run).map(Object::toString).orElse(null));
        json.put("epoch", beat.hold().map(hold -> hold.epoch().value()).orElse(null));
        return json.put("count", beat.count()).toString();
    }
}
