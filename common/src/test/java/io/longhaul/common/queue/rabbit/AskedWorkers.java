package io.longhaul.common.queue.rabbit;

import static org.awaitility.Awaitility.await;

import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.run.WorkerId;
import java.util.function.Function;

/** Workers that do nothing but answer. */
final class AskedWorkers {

    private AskedWorkers() {}

    static void start(RabbitAnswering answering, Function<Question, Reply> replies) {
        Thread thread = new Thread(() -> {
            try {
                answering.answer(replies);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the broker knows that it listens at both its queues. */
    static void awaitHeard(Broker broker, WorkerId worker) {
        await().ignoreExceptions().until(() -> {
            try (AskChannel channel = AskChannel.open(broker)) {
                return channel.isHeard(AskTopology.of(worker));
            }
        });
    }
}
