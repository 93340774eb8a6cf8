package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The exchanges and queues, declared in the same words by everybody, so that nobody need be first. Only arguments that
 * every RabbitMQ from 3.10 to 4.3 takes; timeouts belong into policies, because 4.3 refuses them here.
 */
final class Topology {

    static final String EXCHANGE = "longhaul";
    static final String RUNS = "longhaul.runs";
    /** Both the exchange and the queue of messages that nobody could read. */
    static final String DEAD = "longhaul.dead";

    private static final boolean DURABLE = true;
    private static final int DEAD_KEPT = 1000;

    /**
     * How often a wake-up may come back before it counts as dead. Said outright because 3.x has no limit and 4.x one of
     * 20; never -1, which drops the message at its first return up to 3.13.
     */
    private static final int RETURNS = 20;

    private Topology() {}

    /** Declares all; throws {@link QueueMismatch} when the broker has one of them in another shape. */
    static void declare(Channel channel, QueueType type) throws IOException {
        try {
            channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.DIRECT, DURABLE);
            channel.exchangeDeclare(DEAD, BuiltinExchangeType.DIRECT, DURABLE);
            queue(channel, DEAD, type, arguments -> arguments.put("x-max-length", DEAD_KEPT));
            queue(channel, RUNS, type, arguments -> {
                arguments.put("x-dead-letter-exchange", DEAD);
                arguments.put("x-dead-letter-routing-key", DEAD);
                if (type == QueueType.QUORUM) {
                    arguments.put("x-delivery-limit", RETURNS);
                }
            });
            channel.queueBind(DEAD, DEAD, DEAD);
            channel.queueBind(RUNS, EXCHANGE, RUNS);
        } catch (IOException refused) {
            if (Trouble.channelCloseCode(refused) == AMQP.PRECONDITION_FAILED) {
                throw new QueueMismatch(Trouble.why(refused), refused);
            }
            throw refused;
        }
    }

    private static void queue(Channel channel, String name, QueueType type, Consumer<Map<String, Object>> more)
            throws IOException {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("x-queue-type", type.word());
        more.accept(arguments);
        channel.queueDeclare(name, DURABLE, false, false, arguments);
    }
}
