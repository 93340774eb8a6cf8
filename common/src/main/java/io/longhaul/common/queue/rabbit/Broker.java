package io.longhaul.common.queue.rabbit;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.longhaul.common.config.Secret;
import io.longhaul.common.config.ServiceUrl;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * A RabbitMQ and how we come to it.
 *
 * @param url {@code amqp://…} or {@code amqps://…}; the path is the virtual host, and an empty one is {@code /}
 * @param queueType of the queues that we declare
 * @param connectionName by which people know us on the broker, such as {@code longhaul-worker w-7f3}
 */
public record Broker(ServiceUrl url, QueueType queueType, String connectionName) {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    /** The client's default of 10 minutes would let a queue without a leader hang us for that long. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** Opens a connection; the caller closes it. */
    Connection connect() throws IOException, TimeoutException {
        return factory().newConnection(connectionName);
    }

    /** What the broker says its version is; connects for that alone. */
    public String version() throws IOException, TimeoutException {
        Connection connection = connect();
        try {
            return String.valueOf(connection.getServerProperties().get("version"));
        } finally {
            abandon(connection);
        }
    }

    /** Closes a connection without a word, however broken it is. */
    static void abandon(Connection connection) {
        connection.abort((int) FAREWELL.toMillis());
    }

    private ConnectionFactory factory() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(url.host());
        factory.setPort(url.port());
        factory.setVirtualHost(url.path().isEmpty() ? "/" : url.path());
        url.user().ifPresent(factory::setUsername);
        url.password().map(Secret::reveal).ifPresent(factory::setPassword);
        // The client's own recovery leaves channels that the broker closed closed, and an open connection without a
        // consumer when re-registering one fails (java-client PR #677): one way back, ours, is enough.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat((int) HEARTBEAT.toSeconds());
        factory.setConnectionTimeout((int) CONNECT.toMillis());
        factory.setHandshakeTimeout((int) CONNECT.toMillis());
        factory.setChannelRpcTimeout((int) ANSWER.toMillis());
        factory.setExceptionHandler(new QuietExceptionHandler());
        factory.setThreadFactory(work -> {
            Thread thread = new Thread(work, "longhaul-rabbit");
            thread.setDaemon(true);
            return thread;
        });
        if (url.scheme().equals("amqps")) {
            verifyServer(factory);
        }
        return factory;
    }

    private static void verifyServer(ConnectionFactory factory) {
        try {
            factory.useSslProtocol(SSLContext.getDefault());
            factory.enableHostnameVerification();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has a default TLS context", impossible);
        }
    }
}
