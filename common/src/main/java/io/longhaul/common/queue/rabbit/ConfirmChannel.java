package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.queue.Publisher.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One connection and channel on which the broker confirms each message. For one thread. */
final class ConfirmChannel implements AutoCloseable {

    /** The broker's no: a queue could not keep the message. */
    static final Sent NOT_KEPT = new Sent.Unconfirmed("the broker could not keep it");

    private static final boolean MANDATORY = true;

    private final Connection connection;
    private final Channel channel;
    private volatile @Nullable Pending pending;
    private volatile @Nullable String blocked;

    private ConfirmChannel(Connection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** Connects and declares the topology. */
    static ConfirmChannel open(Broker broker) throws IOException, TimeoutException {
        Connection connection = broker.connect();
        try {
            ConfirmChannel opened = new ConfirmChannel(connection, connection.createChannel());
            opened.prepare(broker.queueType());
            return opened;
        } catch (IOException | ShutdownSignalException failed) {
            Broker.abandon(connection);
            throw failed;
        }
    }

    private void prepare(QueueType type) throws IOException {
        Topology.declare(channel, type);
        connection.addBlockedListener(this::block, () -> blocked = null);
        // An unroutable message is returned first and acknowledged all the same after that; the first word counts.
        channel.addReturnListener(message -> settle(
                pending -> pending.id().equals(message.getProperties().getMessageId()),
                new Sent.Unconfirmed("the broker has no queue for it")));
        channel.addConfirmListener(
                (number, upToHere) -> settle(pending -> pending.isMeant(number, upToHere), new Sent.Confirmed()),
                (number, upToHere) -> settle(pending -> pending.isMeant(number, upToHere), NOT_KEPT));
        channel.addShutdownListener(signal -> {
            Pending waiting = pending;
            if (waiting != null) {
                waiting.word().completeExceptionally(signal);
            }
        });
        channel.confirmSelect();
    }

    private void block(String why) {
        blocked = why;
        settle(pending -> true, refusal(why));
    }

    private static Sent refusal(String why) {
        return new Sent.Unconfirmed("the broker takes no messages for now: " + why);
    }

    private void settle(Predicate<Pending> meant, Sent sent) {
        Pending waiting = pending;
        if (waiting != null && meant.test(waiting)) {
            waiting.word().complete(sent);
        }
    }

    /** Sends and waits for the broker's word. */
    Sent send(Letter letter, Duration patience) throws IOException, TimeoutException, InterruptedException {
        String why = blocked;
        if (why != null) {
            return refusal(why);
        }
        CompletableFuture<Sent> word = new CompletableFuture<>();
        pending = new Pending(channel.getNextPublishSeqNo(), letter.properties().getMessageId(), word);
        channel.basicPublish(Topology.EXCHANGE, Topology.RUNS, MANDATORY, letter.properties(), letter.body());
        try {
            return word.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException closed) {
            throw new IOException(closed.getCause());
        } finally {
            pending = null;
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Whether another message may be sent here; a queue that was not there is declared with the next connection. */
    boolean isFit(Sent last) {
        return channel.isOpen() && (last instanceof Sent.Confirmed || blocked != null);
    }

    @Override
    public void close() {
        Broker.abandon(connection);
    }

    /**
     * The message that waits for its confirm; there is never more than one.
     *
     * @param number under which the channel counts it
     * @param id under which it would be returned
     * @param word what came of it
     */
    private record Pending(long number, String id, CompletableFuture<Sent> word) {

        boolean isMeant(long confirmed, boolean upToHere) {
            return confirmed == number || (upToHere && confirmed > number);
        }
    }
}
