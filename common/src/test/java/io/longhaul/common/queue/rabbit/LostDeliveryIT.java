package io.longhaul.common.queue.rabbit;

import static io.longhaul.common.queue.rabbit.WakeUps.wakeUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.queue.Publisher.Sent;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A delivery that is in a worker's hand when that worker, or its channel, ends. */
@Timeout(60)
@Tag("slow")
class LostDeliveryIT {

    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.RABBIT);

    private Broker broker;
    private RabbitPublisher publisher;
    private RabbitInbox another;

    @BeforeEach
    void open() {
        broker = new Broker(
                ServiceUrl.parse(services.freshRabbitUrl(), List.of("amqp")), QueueType.CLASSIC, "longhaul test");
        publisher = new RabbitPublisher(broker);
        another = new RabbitInbox(broker, SHORT, SHORT);
        assertThat(publisher.send(wakeUp(1))).isEqualTo(new Sent.Confirmed());
    }

    @AfterEach
    void close() {
        publisher.close();
        another.close();
    }

    @Test
    void whatADeadWorkerHadInHandGoesToAnother() throws Exception {
        Connection dies = broker.connect();
        Consumption.begin(dies.createChannel()).await();

        dies.abort();

        assertThat(another.next().wakeUp()).isEqualTo(wakeUp(1));
    }

    /** Brokers before 4.3 close the channel of whoever holds a delivery for too long. */
    @Test
    void aDeliveryWhoseChannelTheBrokerClosedGoesToAnotherAndItsAnswerIsHarmless() throws Exception {
        try (Connection connection = broker.connect()) {
            Channel channel = connection.createChannel();
            long tag = Consumption.begin(channel).await().tag();
            AtomicBoolean gaveBack = new AtomicBoolean();
            RabbitDelivery inHand = new RabbitDelivery(wakeUp(1), channel, tag, () -> gaveBack.set(true));

            makeTheBrokerClose(channel);
            inHand.acknowledge();

            assertThat(another.next().wakeUp()).isEqualTo(wakeUp(1));
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void whoWaitsOnAChannelThatTheBrokerClosesHearsOfIt() throws Exception {
        another.next().acknowledge();
        try (Connection connection = broker.connect()) {
            Channel channel = connection.createChannel();
            Consumption waiting = Consumption.begin(channel);
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                try {
                    waiting.await();
                } catch (IOException | InterruptedException gone) {
                    throw new IllegalStateException(gone);
                }
            });

            makeTheBrokerClose(channel);

            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(end::join)
                    .withRootCauseInstanceOf(ShutdownSignalException.class);
        }
    }

    /** By asking for a queue that does not exist: 404, after which the broker closes the channel, as with its 406. */
    private static void makeTheBrokerClose(Channel channel) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> channel.queueDeclarePassive("no such queue"));
    }
}
