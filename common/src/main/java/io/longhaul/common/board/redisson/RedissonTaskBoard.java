package io.longhaul.common.board.redisson;

import io.longhaul.common.board.Task;
import io.longhaul.common.board.TaskBoard;
import io.longhaul.common.lease.redisson.RedisUnanswered;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.run.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Posts tasks with one script that never lets an older posting cover a newer one. */
public final class RedissonTaskBoard implements TaskBoard {

    private static final Duration LIFE = Duration.ofDays(7);
    private static final String NO_FIELD = "";
    private static final String ANY_TIME = "";
    private static final String POST = script();

    private final RedissonConnection redis;

    public RedissonTaskBoard(RedissonConnection redis) {
        this.redis = redis;
    }

    @Override
    public boolean post(Task task) {
        Run run = task.run();
        String key = TaskRecord.KEY + run.id();
        String field = run.migration().value();
        String asked = Timestamps.text(run.askedAt());
        try {
            return redis.ask(client -> write(client, run, key, NO_FIELD, TaskRecord.json(task), ANY_TIME)
                    .thenCombine(
                            write(client, run, RunLine.KEY, field, RunLine.json(task), asked), (one, other) -> true));
        } catch (RedisUnanswered away) {
            return false;
        }
    }

    /** Redisson sends the script's digest, and the script itself only where Redis has forgotten it. */
    private static CompletionStage<Boolean> write(
            RedissonClient client, Run run, String key, String field, String json, String asked) {
        return client.getScript(StringCodec.INSTANCE)
                .evalAsync(
                        Mode.READ_WRITE,
                        POST,
                        ReturnType.BOOLEAN,
                        List.of(key),
                        field,
                        json,
                        asked,
                        Long.toString(run.epoch().value()),
                        Long.toString(run.sequence()),
                        Long.toString(LIFE.toSeconds()));
    }

    private static String script() {
        try (InputStream file = Objects.requireNonNull(RedissonTaskBoard.class.getResourceAsStream("post.lua"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
