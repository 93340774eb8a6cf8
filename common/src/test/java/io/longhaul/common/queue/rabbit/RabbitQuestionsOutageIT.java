package io.longhaul.common.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.run.WorkerId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
@Tag("slow")
class RabbitQuestionsOutageIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.RABBIT);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final WorkerId WORKER = new WorkerId("w-1");
    private static final Question QUESTION = new Question("doctor", 1, "{}");
    private static final Asked ANSWERED = new Asked.Answered(WORKER, "{}");

    private RabbitQuestions questions;
    private RabbitAnswering worker;

    @BeforeEach
    void open() {
        services.rabbit().start();
        Broker broker = new Broker(
                ServiceUrl.parse(services.freshRabbitUrl(), List.of("amqp")), QueueType.CLASSIC, "longhaul test");
        questions = new RabbitQuestions(broker);
        worker = new RabbitAnswering(broker, WORKER, SHORT, SHORT);
        AskedWorkers.start(worker, question -> new Reply.Document("{}"));
        AskedWorkers.awaitHeard(broker, WORKER);
    }

    @AfterEach
    void close() {
        questions.close();
        worker.close();
    }

    @Test
    void aBrokerThatIsAwayIsUnreachableAndTheWorkerIsHeardAgainOnceItIsBack() {
        assertThat(questions.ask(QUESTION, BOUND)).isEqualTo(ANSWERED);
        services.rabbit().kill();

        assertThat(questions.ask(QUESTION, BOUND)).isInstanceOf(Asked.Unreachable.class);
        services.rabbit().start();

        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(questions.ask(QUESTION, BOUND)).isEqualTo(ANSWERED));
    }

    @Test
    void theBoundIsKeptWhenTheBrokerIsFrozen() {
        assertThat(questions.ask(QUESTION, BOUND)).isEqualTo(ANSWERED);
        services.rabbit().freeze();
        try {
            assertThat(questions.ask(QUESTION, BOUND))
                    .isEqualTo(new Asked.Unreachable("the broker said nothing within 3 s"));
        } finally {
            services.rabbit().thaw();
        }

        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(questions.ask(QUESTION, BOUND)).isEqualTo(ANSWERED));
    }
}
