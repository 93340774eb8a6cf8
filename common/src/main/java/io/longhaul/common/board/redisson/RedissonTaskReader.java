package io.longhaul.common.board.redisson;

import io.longhaul.common.board.TaskReader;
import io.longhaul.common.lease.redisson.RedisUnanswered;
import io.longhaul.common.lease.redisson.RedissonConnection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.redisson.client.codec.StringCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the hash of runs, and the record of each task that it names. */
public final class RedissonTaskReader implements TaskReader {

    private final RedissonConnection redis;

    public RedissonTaskReader(RedissonConnection redis) {
        this.redis = redis;
    }

    @Override
    public List<PostedTask> tasks() {
        try {
            Map<String, JsonNode> lines = new TreeMap<>();
            lines().forEach((migration, line) -> lines.put(migration, parse(line)));
            Map<String, String> records = records(lines.values().stream()
                    .map(line -> TaskRecord.KEY + text(line, "task"))
                    .toArray(String[]::new));
            return lines.entrySet().stream()
                    .map(entry -> posted(entry.getKey(), entry.getValue(), records))
                    .toList();
        } catch (RedisUnanswered away) {
            throw new BoardUnavailable("Redis at %s cannot be read: %s".formatted(redis.address(), away.why()), away);
        }
    }

    private Map<String, String> lines() throws RedisUnanswered {
        return redis.ask(client ->
                client.<String, String>getMap(RunLine.KEY, StringCodec.INSTANCE).readAllMapAsync());
    }

    private Map<String, String> records(String[] keys) throws RedisUnanswered {
        return keys.length == 0
                ? Map.of()
                : redis.ask(client -> client.getBuckets(StringCodec.INSTANCE).<String>getAsync(keys));
    }

    private static PostedTask posted(String migration, JsonNode line, Map<String, String> records) {
        String id = text(line, "task");
        String meta = records.getOrDefault(TaskRecord.KEY + id, "");
        return new PostedTask(
                id,
                migration,
                text(parse(meta), "status"),
                text(line, "state"),
                text(line, "worker"),
                text(line, "queryId"),
                text(line, "progress"),
                text(line, "beatAt"),
                meta);
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asString("");
    }

    /** Whatever is no JSON reads as if nothing were there: the board is for people, who can look for themselves. */
    private static JsonNode parse(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException broken) {
            return JsonMapper.shared().missingNode();
        }
    }
}
