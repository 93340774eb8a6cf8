package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.queue.Answering;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.run.WorkerId;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hears questions over a connection of its own, and comes back to the broker as {@link RabbitInbox} does.
 * {@link #answer} is for one thread; all else is safe from any.
 */
public final class RabbitAnswering implements Answering {

    private static final Logger log = LoggerFactory.getLogger(RabbitAnswering.class);

    private final Broker broker;
    private final WorkerId worker;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection connection;
    private @Nullable String reported;

    public RabbitAnswering(Broker broker, WorkerId worker) {
        this(broker, worker, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    RabbitAnswering(Broker broker, WorkerId worker, Duration firstWait, Duration longestWait) {
        this.broker = broker;
        this.worker = worker;
        this.backoff = new Backoff(firstWait, longestWait, new Random());
    }

    @Override
    public void answer(Function<Question, Reply> replies) throws InterruptedException {
        ExecutorService side = Executors.newFixedThreadPool(Hearing.MOST, RabbitAnswering::daemon);
        try {
            while (!isClosed()) {
                try {
                    hear(open().createChannel(), replies, side);
                } catch (IOException | TimeoutException | ShutdownSignalException lost) {
                    leave();
                    if (!isClosed()) {
                        waitAndSay(Trouble.why(lost));
                    }
                }
            }
        } finally {
            side.shutdownNow();
            leave();
        }
    }

    private Connection open() throws IOException, TimeoutException {
        Connection current = connection;
        if (current == null || !current.isOpen()) {
            current = broker.connect();
            connection = current;
        }
        return current;
    }

    private void hear(Channel channel, Function<Question, Reply> replies, Executor side)
            throws IOException, InterruptedException {
        Hearing hearing = Hearing.begin(channel, worker);
        sayWell();
        while (!isClosed()) {
            Hearing.Heard heard = hearing.next();
            try {
                Question question = QuestionCodec.question(heard.letter());
                side.execute(() -> reply(hearing, heard, replies.apply(question)));
            } catch (NotAQuestion poison) {
                log.atWarn().addKeyValue("why", poison.getMessage()).log("a message is not a question; dropped");
                hearing.drop(heard);
            }
        }
    }

    private void reply(Hearing hearing, Hearing.Heard heard, Reply reply) {
        try {
            hearing.reply(
                    heard,
                    QuestionCodec.write(reply, heard.letter().properties().getCorrelationId(), worker));
        } catch (IOException | ShutdownSignalException lost) {
            // Who hears questions learns of it too, and comes back to the broker, where this one waits again.
            log.atDebug().addKeyValue("why", Trouble.why(lost)).log("a reply was not sent");
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "longhaul-reply");
        thread.setDaemon(true);
        return thread;
    }

    private void waitAndSay(String why) throws InterruptedException {
        Duration wait = backoff.next();
        log.atLevel(why.equals(reported) ? Level.DEBUG : Level.WARN)
                .addKeyValue("broker", broker.url().address())
                .addKeyValue("why", why)
                .addKeyValue("next_try", wait)
                .log("no question can be heard; trying again until one can");
        reported = why;
        if (closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            log.atTrace().log("closed while waiting for the broker");
        }
    }

    private void sayWell() {
        backoff.reset();
        if (reported != null) {
            reported = null;
            log.atInfo().addKeyValue("broker", broker.url().address()).log("questions can be heard again");
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
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
