package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.queue.Inbox;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes wake-ups from the queue, one channel for each. Whatever goes wrong with the broker has one answer: leave the
 * connection, wait, connect anew. {@link #next} is for one thread; all else is safe from any. After {@link #close} the
 * waiting {@code next()} ends with an {@link InterruptedException}.
 */
public final class RabbitInbox implements Inbox {

    private static final Logger log = LoggerFactory.getLogger(RabbitInbox.class);

    private final Broker broker;
    private final WakeUpCodec codec;
    private final Backoff backoff;
    private final Backoff lull;
    private final AtomicBoolean gaveBack = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection connection;
    private @Nullable String reported;

    public RabbitInbox(Broker broker) {
        this(broker, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    RabbitInbox(Broker broker, Duration firstWait, Duration longestWait) {
        this.broker = broker;
        this.codec = new WakeUpCodec(broker.connectionName());
        this.backoff = new Backoff(firstWait, longestWait, new Random());
        this.lull = new Backoff(firstWait, longestWait, new Random());
    }

    @Override
    public Delivery next() throws InterruptedException {
        restAfterGivingBack();
        while (true) {
            try {
                Optional<Delivery> delivery = receive(open().createChannel());
                if (delivery.isPresent()) {
                    return delivery.get();
                }
            } catch (IOException | TimeoutException | ShutdownSignalException lost) {
                requireOpen();
                leave();
                waitAndSay(Trouble.why(lost));
            }
        }
    }

    /** Lets another worker have it first, and keeps one that nobody wants from going round and round. */
    private void restAfterGivingBack() throws InterruptedException {
        if (gaveBack.getAndSet(false)) {
            pause(lull.next());
        } else {
            lull.reset();
        }
    }

    private Connection open() throws IOException, TimeoutException, InterruptedException {
        Connection current = connection;
        if (current == null || !current.isOpen()) {
            current = broker.connect();
            connection = current;
        }
        requireOpen();
        return current;
    }

    /** A connection that ends with us is nothing to speak of. */
    private void requireOpen() throws InterruptedException {
        if (closed.getCount() == 0) {
            leave();
            throw new InterruptedException("the inbox is closed");
        }
    }

    private Optional<Delivery> receive(Channel channel) throws IOException, InterruptedException {
        try {
            Topology.declare(channel, broker.queueType());
            Consumption consumption = Consumption.begin(channel);
            sayWell();
            return read(consumption.await(), channel);
        } catch (InterruptedException stop) {
            // A message that arrives now must go back.
            RabbitDelivery.abort(channel);
            throw stop;
        }
    }

    private Optional<Delivery> read(Consumption.Arrival arrival, Channel channel) {
        try {
            return Optional.of(
                    new RabbitDelivery(codec.read(arrival.letter()), channel, arrival.tag(), () -> gaveBack.set(true)));
        } catch (NotAWakeUp poison) {
            log.atWarn()
                    .addKeyValue("why", poison.getMessage())
                    .addKeyValue("message", arrival.letter().properties().getMessageId())
                    .addKeyValue("moved_to", Topology.DEAD)
                    .log("a message in the queue is not a wake-up");
            RabbitDelivery.answer(channel, () -> channel.basicReject(arrival.tag(), false));
            return Optional.empty();
        }
    }

    private void waitAndSay(String why) throws InterruptedException {
        Duration wait = backoff.next();
        log.atLevel(why.equals(reported) ? Level.DEBUG : Level.WARN)
                .addKeyValue("broker", broker.url().address())
                .addKeyValue("why", why)
                .addKeyValue("next_try", wait)
                .log("the broker gives no wake-ups; trying again until it does");
        reported = why;
        pause(wait);
    }

    private void sayWell() {
        backoff.reset();
        if (reported != null) {
            reported = null;
            log.atInfo().addKeyValue("broker", broker.url().address()).log("waiting for wake-ups again");
        }
    }

    private void pause(Duration wait) throws InterruptedException {
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the inbox is closed");
        }
    }

    private void leave() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            Broker.abandon(current);
        }
    }

    @Override
    public boolean isConnected() {
        Connection current = connection;
        return current != null && current.isOpen();
    }

    @Override
    public void close() {
        closed.countDown();
        leave();
    }
}
