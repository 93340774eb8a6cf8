package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Stage;
import io.longhaul.common.board.TaskReader;
import io.longhaul.common.board.TaskReader.BoardUnavailable;
import io.longhaul.common.board.redisson.RedissonTaskReader;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.redisson.RedisUnanswered;
import io.longhaul.common.lease.redisson.RedissonConnection;
import java.util.List;

/** The tasks in Redis, read and wiped off past all links. */
final class Board implements AutoCloseable {

    private final RedissonConnection redis;

    Board(Stage stage) {
        redis = new RedissonConnection(
                ServiceUrl.parse(stage.setting("LONGHAUL_REDIS_URL"), List.of("redis")),
                Timers.DEFAULTS,
                System::nanoTime);
    }

    TaskReader reader() {
        return new RedissonTaskReader(redis);
    }

    /** Everything in Redis is gone, in all of its databases; throws while it is away. */
    void flush() {
        try {
            redis.ask(client -> client.getKeys().flushallAsync());
        } catch (RedisUnanswered away) {
            throw new BoardUnavailable(
                    "Redis at %s cannot be emptied: %s".formatted(redis.address(), away.why()), away);
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
