package io.longhaul.common.board.redisson;

import static org.awaitility.Awaitility.await;

import io.longhaul.common.board.Task;
import java.time.Duration;

/** Posts for tests that need the posting to be there. */
final class Posting {

    private Posting() {}

    /**
     * Posts until it is there, as the reaper does. The first call connects and loads all of Redisson, for which a busy
     * machine takes longer than anybody waits for Redis.
     */
    static void post(RedissonTaskBoard board, Task task) {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInSameThread()
                .until(() -> board.post(task));
    }
}
