package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.queue.Publisher;
import io.longhaul.common.queue.WakeUp;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sends with confirms, to a queue that must exist. Connects with the first message, unless it was prepared, and again
 * when it must. All talk with the broker is on a thread of its own, because the client's calls ignore interruption and
 * each has a bound of its own: only so is there one bound for all.
 */
public final class RabbitPublisher implements Publisher {

    private static final Logger log = LoggerFactory.getLogger(RabbitPublisher.class);
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Broker broker;
    private final Duration bound;
    private final WakeUpCodec codec;
    private final ExecutorService courier = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "longhaul-publisher");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable ConfirmChannel open;
    private @Nullable String reported;

    public RabbitPublisher(Broker broker) {
        this(broker, BOUND);
    }

    RabbitPublisher(Broker broker, Duration bound) {
        this.broker = broker;
        this.bound = bound;
        this.codec = new WakeUpCodec(broker.connectionName());
    }

    /** Connects without waiting for it, so that the first message need not wait so long. */
    public void prepare() {
        // Whatever it comes to, whoever sends will be told.
        Future<Sent> unused = courier.submit(this::greet);
    }

    @Override
    public Sent send(WakeUp wakeUp) {
        Sent sent = await(courier.submit(() -> deliverOrRepeat(wakeUp)));
        if (sent instanceof Sent.Unconfirmed unconfirmed) {
            log.atLevel(unconfirmed.why().equals(reported) ? Level.DEBUG : Level.WARN)
                    .addKeyValue("broker", broker.url().address())
                    .addKeyValue("why", unconfirmed.why())
                    .log("a wake-up was not confirmed and must be sent again");
            reported = unconfirmed.why();
        } else if (reported != null) {
            log.atInfo().addKeyValue("broker", broker.url().address()).log("wake-ups are confirmed again");
            reported = null;
        }
        return sent;
    }

    @Override
    public boolean isReachable() {
        return await(courier.submit(this::greet)) instanceof Sent.Confirmed;
    }

    /** Without a message, {@code Confirmed} says that one could be sent. */
    private Sent greet() {
        try {
            channel();
            return new Sent.Confirmed();
        } catch (IOException | TimeoutException | ShutdownSignalException failure) {
            abandon();
            return new Sent.Unconfirmed(Trouble.why(failure));
        }
    }

    private Sent await(Future<Sent> delivery) {
        try {
            return delivery.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            delivery.cancel(true);
            return new Sent.Unconfirmed("the broker said nothing within %d s".formatted(bound.toSeconds()));
        } catch (InterruptedException stop) {
            delivery.cancel(true);
            Thread.currentThread().interrupt();
            return new Sent.Unconfirmed("interrupted while waiting for the broker");
        } catch (ExecutionException unforeseen) {
            throw new IllegalStateException("a wake-up could not be sent", unforeseen.getCause());
        }
    }

    /**
     * A quorum queue that somebody else is only just declaring is there before it has a leader, and refuses what comes
     * (on 3.10 one in four that three declare at once). By the next connection it has one. What comes twice does no
     * harm.
     */
    private Sent deliverOrRepeat(WakeUp wakeUp) {
        Sent sent = deliver(wakeUp);
        return sent.equals(ConfirmChannel.NOT_KEPT) ? deliver(wakeUp) : sent;
    }

    private Sent deliver(WakeUp wakeUp) {
        try {
            ConfirmChannel channel = channel();
            Sent sent = channel.send(codec.write(wakeUp), bound);
            if (!channel.isFit(sent)) {
                abandon();
            }
            return sent;
        } catch (IOException | TimeoutException | ShutdownSignalException failure) {
            abandon();
            return new Sent.Unconfirmed(Trouble.why(failure));
        } catch (InterruptedException givenUp) {
            // A confirm may be on its way; on a channel that is gone it cannot be taken for the next one's.
            abandon();
            return new Sent.Unconfirmed("given up");
        }
    }

    private ConfirmChannel channel() throws IOException, TimeoutException {
        ConfirmChannel current = open;
        if (current == null || !current.isOpen()) {
            abandon();
            current = ConfirmChannel.open(broker);
            open = current;
            if (courier.isShutdown()) {
                // Closed meanwhile, and perhaps before there was anything to close.
                current.close();
            }
        }
        return current;
    }

    private void abandon() {
        ConfirmChannel current = open;
        open = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() {
        courier.shutdownNow();
        abandon();
    }
}
