package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.queue.Asked;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One connection and channel on which questions leave and replies come back. One question at a time. */
final class AskChannel implements AutoCloseable {

    private static final boolean MANDATORY = true;
    private static final boolean AUTO_ACKNOWLEDGE = true;

    private final Connection connection;
    private final Channel channel;
    private volatile @Nullable Pending pending;

    private AskChannel(Connection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    static AskChannel open(Broker broker) throws IOException, TimeoutException {
        Connection connection = broker.connect();
        try {
            AskChannel opened = new AskChannel(connection, connection.createChannel());
            opened.prepare();
            return opened;
        } catch (IOException | ShutdownSignalException failed) {
            Broker.abandon(connection);
            throw failed;
        }
    }

    private void prepare() throws IOException {
        channel.addReturnListener(message -> settle(message.getProperties().getCorrelationId(), new Asked.Nobody()));
        channel.addShutdownListener(signal -> {
            Pending waiting = pending;
            if (waiting != null) {
                waiting.word().completeExceptionally(signal);
            }
        });
        channel.basicConsume(AskTopology.REPLY_TO, AUTO_ACKNOWLEDGE, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                settle(properties.getCorrelationId(), QuestionCodec.reply(new Letter(properties, body)));
            }
        });
    }

    /** A reply that comes after its question was given up finds another pending, or none. */
    private void settle(String correlation, Asked asked) {
        Pending waiting = pending;
        if (waiting != null && waiting.correlation().equals(correlation)) {
            waiting.word().complete(asked);
        }
    }

    /**
     * Whether somebody listens at this queue. A mandatory message would not tell: a queue may be there with nobody at
     * it.
     */
    boolean isHeard(String queue) throws IOException {
        // The broker closes the channel that asks for a queue that is not there.
        Channel apart = connection.createChannel();
        if (apart == null) {
            throw new IOException("the broker gives no more channels");
        }
        try {
            return apart.queueDeclarePassive(queue).getConsumerCount() > 0;
        } catch (IOException refused) {
            if (Trouble.channelCloseCode(refused) == AMQP.NOT_FOUND) {
                return false;
            }
            throw refused;
        } finally {
            RabbitDelivery.abort(apart);
        }
    }

    /** Sends a question; the word comes later, and exceptionally when the channel ends before. */
    CompletableFuture<Asked> send(String queue, Letter letter) throws IOException {
        CompletableFuture<Asked> word = new CompletableFuture<>();
        pending = new Pending(letter.properties().getCorrelationId(), word);
        channel.basicPublish(AskTopology.DEFAULT_EXCHANGE, queue, MANDATORY, letter.properties(), letter.body());
        return word;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        Broker.abandon(connection);
    }

    /**
     * The question that waits for its answer.
     *
     * @param correlation that its reply carries
     * @param word what came of it
     */
    private record Pending(String correlation, CompletableFuture<Asked> word) {}
}
