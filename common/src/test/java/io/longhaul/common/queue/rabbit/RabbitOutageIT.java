package io.longhaul.common.queue.rabbit;

import static io.longhaul.common.queue.rabbit.WakeUps.wakeUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.queue.Inbox.Delivery;
import io.longhaul.common.queue.Publisher.Sent;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
@Tag("slow")
class RabbitOutageIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.RABBIT);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration BOUND = Duration.ofSeconds(3);

    private Broker broker;
    private QueueProbe probe;
    private RabbitPublisher publisher;
    private RabbitInbox inbox;

    @BeforeEach
    void open() {
        services.rabbit().start();
        broker = new Broker(
                ServiceUrl.parse(services.freshRabbitUrl(), List.of("amqp")), QueueType.QUORUM, "longhaul-worker w-1");
        probe = new QueueProbe(broker);
        publisher = new RabbitPublisher(broker, BOUND);
        inbox = new RabbitInbox(broker, SHORT, SHORT);
    }

    @AfterEach
    void close() {
        publisher.close();
        inbox.close();
    }

    @Test
    void theInboxWaitsThroughTheDeathOfTheBroker() {
        CompletableFuture<Delivery> waiting = inTheBackground();
        letTheQueueSettle();

        services.rabbit().kill();
        await().until(() -> !inbox.isConnected());
        services.rabbit().start();

        sendUntilConfirmed(wakeUp(1));
        assertThat(waiting.join().wakeUp()).isEqualTo(wakeUp(1));
    }

    @Test
    void aDeliveryInHandWhenTheBrokerDiesComesAgainAndItsAnswerIsHarmless() throws InterruptedException {
        WakeUp wakeUp = wakeUp(1);
        sendUntilConfirmed(wakeUp);
        Delivery inHand = inbox.next();
        letTheQueueSettle();

        services.rabbit().restart();

        inHand.acknowledge();
        assertThat(inbox.next().wakeUp()).isEqualTo(wakeUp);
    }

    @Test
    void thePublisherSaysUnconfirmedWhileTheBrokerIsAwayAndWorksAfterIt() {
        services.rabbit().kill();

        assertThat(publisher.send(wakeUp(1))).isInstanceOf(Sent.Unconfirmed.class);
        services.rabbit().start();

        sendUntilConfirmed(wakeUp(1));
    }

    @Test
    void whoPreparedInVainHearsOfItWithTheFirstMessageAndCanSendAfterIt() {
        services.rabbit().kill();

        publisher.prepare();
        assertThat(publisher.send(wakeUp(1))).isInstanceOf(Sent.Unconfirmed.class);
        services.rabbit().start();

        sendUntilConfirmed(wakeUp(1));
    }

    @Test
    void thePublisherKeepsItsBoundWhenTheBrokerIsFrozenAndWorksAfterIt() {
        sendUntilConfirmed(wakeUp(1));
        services.rabbit().freeze();
        try {
            long begun = System.nanoTime();
            assertThat(publisher.send(wakeUp(2))).isEqualTo(new Sent.Unconfirmed("the broker said nothing within 3 s"));
            assertThat(publisher.send(wakeUp(2))).isEqualTo(new Sent.Unconfirmed("the broker said nothing within 3 s"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(BOUND.multipliedBy(2).plusSeconds(3));
        } finally {
            services.rabbit().thaw();
        }

        sendUntilConfirmed(wakeUp(2));
    }

    /** Our bound is a short one: a broker that has only just started on a busy machine may take longer. */
    private void sendUntilConfirmed(WakeUp wakeUp) {
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(publisher.send(wakeUp)).isEqualTo(new Sent.Confirmed()));
    }

    /**
     * On 3.10 a quorum queue whose node dies within half a second of its declaration may never get a leader: so long
     * its directory is only in memory. On a busy machine that is longer.
     */
    private void letTheQueueSettle() {
        await().ignoreExceptions().during(Duration.ofSeconds(5)).until(() -> probe.ready(Topology.RUNS) >= 0);
    }

    private CompletableFuture<Delivery> inTheBackground() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return inbox.next();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        });
    }
}
