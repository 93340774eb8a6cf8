package io.longhaul.common.queue.rabbit;

import static io.longhaul.common.queue.rabbit.WakeUps.wakeUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.queue.Inbox.Delivery;
import io.longhaul.common.queue.Publisher.Sent;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
@ParameterizedClass
@EnumSource
@Tag("slow")
class RabbitQueueIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.RABBIT);

    private static final Duration SHORT = Duration.ofMillis(200);

    private final QueueType queueType;
    private Broker broker;
    private QueueProbe probe;
    private RabbitPublisher publisher;
    private RabbitInbox inbox;

    RabbitQueueIT(QueueType queueType) {
        this.queueType = queueType;
    }

    @BeforeEach
    void open() {
        broker = new Broker(
                ServiceUrl.parse(services.freshRabbitUrl(), List.of("amqp")), queueType, "longhaul-worker w-1");
        probe = new QueueProbe(broker);
        publisher = new RabbitPublisher(broker);
        inbox = new RabbitInbox(broker, SHORT, SHORT);
    }

    @AfterEach
    void close() {
        publisher.close();
        inbox.close();
    }

    @Test
    void whoPreparesIsConnectedBeforeThereIsAMessage() {
        publisher.prepare();

        await().ignoreExceptions().until(() -> probe.ready(Topology.RUNS) == 0);
        assertThat(publisher.send(wakeUp(1))).isEqualTo(new Sent.Confirmed());
    }

    @Test
    void aWakeUpTravelsFromPublisherToInbox() throws InterruptedException {
        WakeUp wakeUp = wakeUp(1);

        assertThat(publisher.send(wakeUp)).isEqualTo(new Sent.Confirmed());
        Delivery delivery = inbox.next();
        delivery.acknowledge();

        assertThat(delivery.wakeUp()).isEqualTo(wakeUp);
        assertThat(inbox.isConnected()).isTrue();
        assertThat(probe.ready(Topology.RUNS)).isZero();
    }

    @Test
    void aWakeUpThatNoQueueTakesIsUnconfirmedAndTheNextSendDeclaresTheQueueAnew() {
        assertThat(publisher.send(wakeUp(1))).isEqualTo(new Sent.Confirmed());
        probe.delete(Topology.RUNS);

        assertThat(publisher.send(wakeUp(2))).isEqualTo(new Sent.Unconfirmed("the broker has no queue for it"));
        assertThat(publisher.send(wakeUp(2))).isEqualTo(new Sent.Confirmed());
        assertThat(probe.ready(Topology.RUNS)).isOne();
    }

    @Test
    void whatTheBrokerRefusesIsSentOnceMoreAndThenUnconfirmed() {
        assertThat(publisher.isReachable()).isTrue();
        probe.bindFull();

        assertThat(publisher.send(wakeUp(1))).isEqualTo(new Sent.Unconfirmed("the broker could not keep it"));

        // The queue of the runs has kept both.
        await().until(() -> probe.ready(Topology.RUNS) == 2);
    }

    @Test
    void whileADeliveryIsInHandNothingElseIsPushed() throws InterruptedException {
        publisher.send(wakeUp(1));
        publisher.send(wakeUp(2));
        Delivery first = inbox.next();

        await().during(Duration.ofMillis(500)).until(() -> probe.ready(Topology.RUNS) == 1);
        first.acknowledge();
        await().during(Duration.ofMillis(500)).until(() -> probe.ready(Topology.RUNS) == 1);

        assertThat(inbox.next().wakeUp()).isEqualTo(wakeUp(2));
    }

    @Test
    void whatIsGivenBackComesAgain() throws InterruptedException {
        publisher.send(wakeUp(1));

        inbox.next().giveBack();

        await().until(() -> probe.ready(Topology.RUNS) == 1);
        assertThat(inbox.next().wakeUp()).isEqualTo(wakeUp(1));
    }

    @Test
    void whatIsGivenBackGoesToAnotherWorkerFirst() throws InterruptedException {
        try (RabbitInbox patient = new RabbitInbox(broker, Duration.ofSeconds(20), Duration.ofSeconds(20))) {
            publisher.send(wakeUp(1));
            patient.next().giveBack();
            CompletableFuture<WakeUp> again = inTheBackground(patient);

            assertThat(inbox.next().wakeUp()).isEqualTo(wakeUp(1));
            assertThat(again).isNotDone();
        }
    }

    @Test
    void whatNobodyCanReadIsPutAsideAndTheNextWakeUpComes() throws InterruptedException {
        publisher.send(wakeUp(1));
        inbox.next().acknowledge();
        probe.publish("hello");
        publisher.send(wakeUp(2));

        assertThat(inbox.next().wakeUp()).isEqualTo(wakeUp(2));
        await().untilAsserted(() -> assertThat(probe.take(Topology.DEAD)).hasValue("hello"));
    }

    @Test
    void twoInboxesShareTheQueue() throws InterruptedException {
        try (RabbitInbox other = new RabbitInbox(broker, SHORT, SHORT)) {
            CompletableFuture<WakeUp> one = inTheBackground(inbox);
            CompletableFuture<WakeUp> two = inTheBackground(other);
            sendUntilConfirmed(wakeUp(1));
            sendUntilConfirmed(wakeUp(2));

            assertThat(List.of(one.join(), two.join())).containsExactlyInAnyOrder(wakeUp(1), wakeUp(2));
        }
    }

    @Test
    void anInboxWhoseQueueIsDeletedDeclaresItAnew() {
        publisher.send(wakeUp(1));
        CompletableFuture<WakeUp> first = inTheBackground(inbox);
        assertThat(first.join()).isEqualTo(wakeUp(1));
        CompletableFuture<WakeUp> second = inTheBackground(inbox);
        await().until(inbox::isConnected);

        probe.delete(Topology.RUNS);

        sendUntilConfirmed(wakeUp(2));
        assertThat(second.join()).isEqualTo(wakeUp(2));
    }

    @Test
    void aQueueOfAnotherShapeIsSaidInOneSentence() {
        String other = queueType == QueueType.QUORUM ? "classic" : "quorum";
        probe.declare(
                Topology.RUNS,
                Map.of(
                        "x-queue-type",
                        other,
                        "x-dead-letter-exchange",
                        Topology.DEAD,
                        "x-dead-letter-routing-key",
                        Topology.DEAD));

        assertThat(publisher.send(wakeUp(1)))
                .asInstanceOf(type(Sent.Unconfirmed.class))
                .extracting(Sent.Unconfirmed::why)
                .asString()
                .startsWith("the queue longhaul.runs has x-queue-type = %s on the broker, where we declare %s: set"
                        .formatted(other, queueType.word()));
    }

    @Test
    void closingEndsTheWaitAndIsNoTrouble() {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger logger = (Logger) LoggerFactory.getLogger(RabbitInbox.class);
        logger.addAppender(said);
        try {
            CompletableFuture<WakeUp> waiting = inTheBackground(inbox);
            await().ignoreExceptions().until(() -> probe.consumers(Topology.RUNS) == 1);

            inbox.close();

            assertThatExceptionOfType(Exception.class).isThrownBy(waiting::join).withMessageContaining("closed");
            assertThat(said.list).isEmpty();
        } finally {
            logger.detachAppender(said);
        }
    }

    /** As the reaper does: a queue that others are declaring at this moment may refuse what comes. */
    private void sendUntilConfirmed(WakeUp wakeUp) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(publisher.send(wakeUp)).isEqualTo(new Sent.Confirmed()));
    }

    private static CompletableFuture<WakeUp> inTheBackground(RabbitInbox inbox) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return inbox.next().wakeUp();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        });
    }
}
