package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.run.WorkerId;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks over RabbitMQ's direct reply-to. As with {@link RabbitPublisher}, all talk with the broker is on a thread of its
 * own, so that there is one bound for connecting, asking and being answered.
 */
public final class RabbitQuestions implements Questions {

    private final Broker broker;
    private final ExecutorService courier = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "longhaul-questions");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable AskChannel open;

    /** Connects with the first question. */
    public RabbitQuestions(Broker broker) {
        this.broker = broker;
    }

    @Override
    public Asked ask(Question question, Duration within) {
        return ask(AskTopology.ANY, question, within);
    }

    @Override
    public Asked ask(WorkerId worker, Question question, Duration within) {
        return ask(AskTopology.of(worker), question, within);
    }

    private Asked ask(String queue, Question question, Duration within) {
        Letter letter = QuestionCodec.write(question, UUID.randomUUID().toString(), within);
        AtomicBoolean sent = new AtomicBoolean();
        Future<Asked> asked = courier.submit(() -> deliver(queue, letter, () -> sent.set(true)));
        try {
            return asked.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            asked.cancel(true);
            return sent.get()
                    ? new Asked.NoAnswer(within)
                    : new Asked.Unreachable("the broker said nothing within %d s".formatted(within.toSeconds()));
        } catch (InterruptedException stop) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return new Asked.Unreachable("interrupted while waiting for an answer");
        } catch (ExecutionException unforeseen) {
            throw new IllegalStateException("a question could not be asked", unforeseen.getCause());
        }
    }

    /** Waits without a bound for the reply: whoever waits for this has one, and interrupts. */
    private Asked deliver(String queue, Letter letter, Runnable whenSent) throws InterruptedException {
        try {
            AskChannel channel = channel();
            if (!channel.isHeard(queue)) {
                return new Asked.Nobody();
            }
            CompletableFuture<Asked> word = channel.send(queue, letter);
            whenSent.run();
            return word.get();
        } catch (ExecutionException closed) {
            abandon();
            return new Asked.Unreachable(Trouble.why(closed));
        } catch (IOException | TimeoutException | ShutdownSignalException failure) {
            abandon();
            return new Asked.Unreachable(Trouble.why(failure));
        }
    }

    private AskChannel channel() throws IOException, TimeoutException {
        AskChannel current = open;
        if (current == null || !current.isOpen()) {
            abandon();
            current = AskChannel.open(broker);
            open = current;
        }
        return current;
    }

    private void abandon() {
        AskChannel current = open;
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
