package io.longhaul.common.lease.redisson;

import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who has the lock, in a field of the lock's own hash beside the one that Redisson counts in, so that it goes when the
 * lock goes. For people, and for whoever must know whether that epoch is over.
 */
final class LockOwner {

    static final String FIELD = "owner";

    /** Never on a key that is not our lock: it would be one that no watchdog prolongs and nothing expires. */
    static final String SIGN = """
            if redis.call('hexists', KEYS[1], ARGV[1]) == 0 then
                return 0
            end
            redis.call('hset', KEYS[1], 'owner', ARGV[2])
            return 1
            """;

    static final String FORCE = """
            if redis.call('hget', KEYS[1], 'owner') ~= ARGV[1] then
                return 0
            end
            return redis.call('del', KEYS[1])
            """;

    private LockOwner() {}

    static String json(Hold hold) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("worker", hold.worker().value())
                .put("run", hold.run().toString())
                .put("epoch", hold.epoch().value())
                .toString();
    }

    static Optional<Hold> parse(String text) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            return Optional.of(new Hold(
                    RunId.parse(json.path("run").asString()),
                    new Epoch(json.path("epoch").asLong()),
                    new WorkerId(json.path("worker").asString())));
        } catch (JacksonException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
