package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.Channel;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.run.WorkerId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * The queues in which questions wait to be heard: one for any worker, one for each. Never replicated, since a question
 * that is lost is asked again by whoever still wants to know. They go with their last consumer, so that who asks learns
 * at once that nobody is there; one that a restarted broker found again goes a while later.
 */
final class AskTopology {

    /** The exchange on which every queue is bound by its name. */
    static final String DEFAULT_EXCHANGE = "";

    /** RabbitMQ's name for "the channel on which this was published" (manual, "Direct Reply-to"). */
    static final String REPLY_TO = "amq.rabbitmq.reply-to";

    static final String ANY = "longhaul.ask";

    /** 4.x refuses queues that are neither durable nor exclusive, and an exclusive one outlives a lost connection. */
    private static final boolean DURABLE = true;

    private static final boolean EXCLUSIVE = true;
    private static final boolean AUTO_DELETE = true;
    private static final Duration UNUSED = Duration.ofMinutes(1);

    private AskTopology() {}

    static String of(WorkerId worker) {
        return ANY + "." + worker;
    }

    static void declare(Channel channel, String queue) throws IOException {
        Map<String, Object> arguments = Map.of(
                "x-queue-type",
                QueueType.CLASSIC.word(),
                "x-message-ttl",
                Questions.LIFE.toMillis(),
                "x-expires",
                UNUSED.toMillis());
        channel.queueDeclare(queue, DURABLE, !EXCLUSIVE, AUTO_DELETE, arguments);
    }
}
