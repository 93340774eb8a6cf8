package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Consumes one message from one channel and then no more. The callbacks only hand over: the client runs them on threads
 * that must not wait.
 */
final class Consumption extends DefaultConsumer {

    private static final boolean AUTO_ACKNOWLEDGE = true;
    private static final int ONE_AT_A_TIME = 1;

    /** What came first: a message, or the end of the subscription. */
    private final CompletableFuture<Arrival> first = new CompletableFuture<>();

    private Consumption(Channel channel) {
        super(channel);
    }

    static Consumption begin(Channel channel) throws IOException {
        channel.basicQos(ONE_AT_A_TIME);
        Consumption consumption = new Consumption(channel);
        channel.basicConsume(Topology.RUNS, !AUTO_ACKNOWLEDGE, consumption);
        return consumption;
    }

    /**
     * Waits for the message and cancels the subscription before anybody sees it: were it acknowledged first, the broker
     * would push the next one, to lie here for as long as the run takes.
     */
    Arrival await() throws IOException, InterruptedException {
        try {
            Arrival arrival = first.get();
            getChannel().basicCancel(getConsumerTag());
            return arrival;
        } catch (ExecutionException gone) {
            throw gone.getCause() instanceof IOException ended ? ended : new IOException(gone.getCause());
        }
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
        first.complete(new Arrival(envelope.getDeliveryTag(), new Letter(properties, body)));
    }

    /** The queue was deleted, or (4.3) the broker thinks that we took too long. The channel stays open. */
    @Override
    public void handleCancel(String consumerTag) {
        first.completeExceptionally(new IOException("the broker ended our subscription: is the queue gone?"));
    }

    @Override
    public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
        first.completeExceptionally(new IOException(signal));
    }

    /**
     * A message that arrived.
     *
     * @param tag under which its channel knows it
     * @param letter what it says
     */
    record Arrival(long tag, Letter letter) {}
}
