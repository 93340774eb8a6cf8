package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.StrictExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves the report of a lost connection to whoever uses it; the client would print a stack trace as well. */
final class QuietExceptionHandler extends StrictExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(QuietExceptionHandler.class);

    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
        log.atDebug().setCause(exception).log("connection lost");
    }
}
