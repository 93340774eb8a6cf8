package io.longhaul.common.lease.redisson;

import io.longhaul.common.run.Hold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.client.codec.StringCodec;

/**
 * How Redis is, for people: nothing here decides anything.
 *
 * @param version as it says it
 * @param now what time it is there
 * @param eviction what it forgets when its memory is full, in its own word; empty if it does not say
 * @param locked whether anybody has the lock
 * @param owner for which hold the lock was last taken, where that is said
 */
public record RedisCheckup(String version, Instant now, String eviction, boolean locked, Optional<Hold> owner) {

    private static final String QUESTION = """
            local now = redis.call('time')
            return {
                redis.call('info', 'server') .. redis.call('info', 'memory'),
                now[1],
                now[2],
                tostring(redis.call('exists', KEYS[1])),
                redis.call('hget', KEYS[1], 'owner') or ''
            }
            """;

    /** Asks once, so that all of it is of one moment. */
    static RedisCheckup of(RedissonConnection redis) throws RedisUnanswered {
        List<Object> answer = redis.ask(client -> client.getScript(StringCodec.INSTANCE)
                .<List<Object>>evalAsync(Mode.READ_ONLY, QUESTION, ReturnType.LIST, List.of(RedissonLock.KEY)));
        Map<String, String> facts = facts(text(answer, 0));
        return new RedisCheckup(
                facts.getOrDefault("redis_version", ""),
                Instant.ofEpochSecond(Long.parseLong(text(answer, 1)))
                        .plusNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(text(answer, 2)))),
                facts.getOrDefault("maxmemory_policy", ""),
                text(answer, 3).equals("1"),
                LockOwner.parse(text(answer, 4)));
    }

    private static String text(List<Object> answer, int index) {
        return answer.size() > index ? String.valueOf(answer.get(index)) : "";
    }

    static Map<String, String> facts(String text) {
        Map<String, String> facts = new TreeMap<>();
        text.lines().filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return facts;
    }
}
