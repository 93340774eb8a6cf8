package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What went wrong between the broker and us, as a clause for people. */
final class Trouble {

    private Trouble() {}

    /** The broker's own words where it said something, else those of the network. */
    static String why(Throwable failure) {
        Throwable cause = failure;
        while (true) {
            Optional<String> said = said(cause);
            if (said.isPresent()) {
                return said.get();
            }
            if (cause.getCause() == null) {
                return words(cause);
            }
            cause = cause.getCause();
        }
    }

    private static Optional<String> said(Throwable cause) {
        if (cause instanceof QueueMismatch mismatch) {
            return Optional.ofNullable(mismatch.getMessage());
        }
        return cause instanceof ShutdownSignalException signal ? text(signal.getReason()) : Optional.empty();
    }

    private static String words(Throwable root) {
        if (root instanceof UnknownHostException) {
            return "unknown host " + root.getMessage();
        }
        if (root instanceof TimeoutException) {
            return "no answer in time";
        }
        if (root instanceof EOFException) {
            return "the broker hung up";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** The code with which the broker closed the channel, or 0. */
    static int channelCloseCode(IOException failure) {
        return failure.getCause() instanceof ShutdownSignalException signal
                        && signal.getReason() instanceof AMQP.Channel.Close close
                ? close.getReplyCode()
                : 0;
    }

    private static Optional<String> text(Method reason) {
        if (reason instanceof AMQP.Channel.Close close) {
            return Optional.of(close.getReplyText());
        }
        if (reason instanceof AMQP.Connection.Close close) {
            return Optional.of(close.getReplyText());
        }
        return Optional.empty();
    }
}
