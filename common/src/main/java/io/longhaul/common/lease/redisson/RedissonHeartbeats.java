package io.longhaul.common.lease.redisson;

import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.lease.Heartbeats;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.AsyncIterator;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@link RedissonHeartbeat} writes. What is not ours, or broken by hand, is as if it were not there. */
public final class RedissonHeartbeats implements Heartbeats {

    private static final String ALL = RedissonHeartbeat.KEY + "*";

    private static final int AT_ONCE = 1000;

    private final RedissonConnection redis;

    public RedissonHeartbeats(RedissonConnection redis) {
        this.redis = redis;
    }

    @Override
    public Optional<Map<WorkerId, Beat>> now() {
        try {
            String[] keys = redis.ask(client -> rest(
                            client.getKeys()
                                    .getKeysAsync(KeysScanOptions.defaults()
                                            .pattern(ALL)
                                            .chunkSize(AT_ONCE)),
                            new ArrayList<>()))
                    .toArray(String[]::new);
            Map<String, String> found = keys.length == 0
                    ? Map.of()
                    : redis.ask(
                            client -> client.getBuckets(StringCodec.INSTANCE).<String>getAsync(keys));
            Map<WorkerId, Beat> beats = new HashMap<>();
            found.values().forEach(json -> parse(json).ifPresent(beat -> beats.put(beat.worker(), beat)));
            return Optional.of(Map.copyOf(beats));
        } catch (RedisUnanswered away) {
            return Optional.empty();
        }
    }

    private static CompletionStage<List<String>> rest(AsyncIterator<String> keys, List<String> found) {
        return keys.hasNext()
                .thenCompose(more -> more
                        ? keys.next().thenCompose(key -> {
                            found.add(key);
                            return rest(keys, found);
                        })
                        : CompletableFuture.completedFuture(found));
    }

    static Optional<Beat> parse(String text) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            WorkerId worker = new WorkerId(json.path("worker").asString());
            return Optional.of(new Beat(
                    worker,
                    json.path("host").asString(),
                    json.path("pid").asLong(),
                    Status.valueOf(json.path("status").asString()),
                    hold(json, worker),
                    json.path("count").asLong()));
        } catch (JacksonException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<Hold> hold(JsonNode json, WorkerId worker) {
        if (json.path("run").isNull() || json.path("epoch").isNull()) {
            return Optional.empty();
        }
        Epoch epoch = new Epoch(json.path("epoch").asLong());
        return Optional.of(new Hold(RunId.parse(json.path("run").asString()), epoch, worker));
    }
}
