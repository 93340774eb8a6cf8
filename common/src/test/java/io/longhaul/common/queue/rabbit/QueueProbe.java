package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Looks at the broker from outside, and does to it what a careless person might. */
final class QueueProbe {

    private final Broker broker;

    QueueProbe(Broker broker) {
        this.broker = broker;
    }

    /** Messages that wait and are in nobody's hand. */
    long ready(String queue) {
        return with(channel -> channel.queueDeclarePassive(queue).getMessageCount());
    }

    long consumers(String queue) {
        return with(channel -> channel.queueDeclarePassive(queue).getConsumerCount());
    }

    void delete(String queue) {
        with(channel -> channel.queueDelete(queue));
    }

    void declare(String queue, Map<String, Object> arguments) {
        with(channel -> channel.queueDeclare(queue, true, false, false, arguments));
    }

    /** Binds a queue beside that of the runs which takes nothing, so that the broker refuses every message. */
    void bindFull() {
        with(channel -> {
            channel.queueDeclare("full", true, false, false, Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
            return channel.queueBind("full", Topology.EXCHANGE, Topology.RUNS);
        });
    }

    void publish(String text) {
        with(channel -> {
            channel.confirmSelect();
            channel.basicPublish(
                    Topology.EXCHANGE,
                    Topology.RUNS,
                    new BasicProperties.Builder().messageId("m-1").build(),
                    text.getBytes(StandardCharsets.UTF_8));
            return channel.waitForConfirms();
        });
    }

    Optional<String> take(String queue) {
        return with(channel -> Optional.ofNullable(channel.basicGet(queue, true))
                .map(GetResponse::getBody)
                .map(body -> new String(body, StandardCharsets.UTF_8)));
    }

    private <T> T with(Act<T> act) {
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            return act.on(channel);
        } catch (IOException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private interface Act<T> {
        T on(Channel channel) throws IOException, InterruptedException, TimeoutException;
    }
}
