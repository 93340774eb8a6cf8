package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * How the broker is, for people: nothing here decides anything. A queue that is not there is not made.
 *
 * @param version as it says it
 * @param wakeUps the queue of them; absent when it is not there
 * @param mismatch what is wrong with our queues and exchanges, as a sentence
 * @param dead messages that nobody could read
 * @param hearers how many workers hear questions
 */
public record BrokerCheckup(String version, Optional<Depth> wakeUps, Optional<String> mismatch, int dead, int hearers) {

    /** Looks; throws {@link BrokerAway}. */
    public static BrokerCheckup of(Broker broker) throws BrokerAway {
        try {
            Connection connection = broker.connect();
            try {
                return of(connection, broker.queueType());
            } finally {
                Broker.abandon(connection);
            }
        } catch (IOException | TimeoutException | ShutdownSignalException away) {
            throw new BrokerAway(Trouble.why(away), away);
        }
    }

    private static BrokerCheckup of(Connection connection, QueueType type) throws IOException {
        Optional<Depth> wakeUps = depth(connection, Topology.RUNS);
        Optional<Depth> dead = depth(connection, Topology.DEAD);
        return new BrokerCheckup(
                String.valueOf(connection.getServerProperties().get("version")),
                wakeUps,
                // Declaring what is there changes nothing, and says whether it is as we would make it.
                wakeUps.isPresent() && dead.isPresent() ? mismatch(connection, type) : Optional.empty(),
                dead.map(Depth::messages).orElse(0),
                depth(connection, AskTopology.ANY).map(Depth::consumers).orElse(0));
    }

    private static Optional<Depth> depth(Connection connection, String queue) throws IOException {
        Channel channel = connection.createChannel();
        try {
            AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(queue);
            return Optional.of(new Depth(found.getMessageCount(), found.getConsumerCount()));
        } catch (IOException refused) {
            if (Trouble.channelCloseCode(refused) == AMQP.NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        } finally {
            RabbitDelivery.abort(channel);
        }
    }

    private static Optional<String> mismatch(Connection connection, QueueType type) throws IOException {
        Channel channel = connection.createChannel();
        try {
            Topology.declare(channel, type);
            return Optional.empty();
        } catch (QueueMismatch mismatch) {
            return Optional.ofNullable(mismatch.getMessage());
        } finally {
            RabbitDelivery.abort(channel);
        }
    }

    /**
     * A queue.
     *
     * @param messages that wait in it
     * @param consumers that listen at it
     */
    public record Depth(int messages, int consumers) {}

    /** The broker cannot be looked at; its message says why, as a clause. */
    public static final class BrokerAway extends Exception {
        BrokerAway(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
