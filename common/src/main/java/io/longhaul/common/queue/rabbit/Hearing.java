package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.run.WorkerId;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A channel on which the questions to any worker and to this one arrive. The callbacks only hand over. The next
 * question is for one thread to wait for; replies may come from any.
 */
final class Hearing {

    private static final boolean AUTO_ACKNOWLEDGE = true;

    /** Of each queue, so that a long answer does not hold up the next question. */
    private static final int AT_A_TIME = 2;

    /** So many questions at most are heard and not replied to yet. */
    static final int MOST = 2 * AT_A_TIME;

    private final Channel channel;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private Hearing(Channel channel) {
        this.channel = channel;
    }

    static Hearing begin(Channel channel, WorkerId worker) throws IOException {
        Hearing hearing = new Hearing(channel);
        channel.basicQos(AT_A_TIME);
        hearing.listen(AskTopology.ANY);
        hearing.listen(AskTopology.of(worker));
        return hearing;
    }

    private void listen(String queue) throws IOException {
        AskTopology.declare(channel, queue);
        channel.basicConsume(queue, !AUTO_ACKNOWLEDGE, new Ear());
    }

    /** Waits for the next question. */
    Heard next() throws IOException, InterruptedException {
        Event event = events.take();
        if (event instanceof Ended ended) {
            throw ended.why();
        }
        return (Heard) event;
    }

    /**
     * The reply first: a question whose reply never left is heard by another worker. A channel must not be published on
     * by two threads at once (amqp-client's guide, "Channels and Concurrency Considerations").
     */
    synchronized void reply(Heard heard, Letter reply) throws IOException {
        channel.basicPublish(
                AskTopology.DEFAULT_EXCHANGE,
                heard.letter().properties().getReplyTo(),
                reply.properties(),
                reply.body());
        channel.basicAck(heard.tag(), false);
    }

    synchronized void drop(Heard heard) throws IOException {
        channel.basicReject(heard.tag(), false);
    }

    /** What happened on the channel. */
    private sealed interface Event {}

    /**
     * A message arrived.
     *
     * @param tag under which the channel knows it
     * @param letter what it says
     */
    record Heard(long tag, Letter letter) implements Event {}

    private record Ended(IOException why) implements Event {}

    private final class Ear extends DefaultConsumer {

        Ear() {
            super(Hearing.this.channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            events.add(new Heard(envelope.getDeliveryTag(), new Letter(properties, body)));
        }

        @Override
        public void handleCancel(String tag) {
            events.add(new Ended(new IOException("the broker ended our subscription: is the queue gone?")));
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            events.add(new Ended(new IOException(signal)));
        }
    }
}
