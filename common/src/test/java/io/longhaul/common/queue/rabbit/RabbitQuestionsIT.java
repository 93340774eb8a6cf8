package io.longhaul.common.queue.rabbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.run.WorkerId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
@Tag("slow")
class RabbitQuestionsIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.RABBIT);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final WorkerId ONE = new WorkerId("w-1");
    private static final WorkerId TWO = new WorkerId("w-2");
    private static final Question QUESTION = new Question("doctor", 1, "{\"how\":\"är du\"}");

    private final List<RabbitAnswering> workers = new ArrayList<>();
    private Broker broker;
    private RabbitQuestions questions;

    @BeforeEach
    void open() {
        broker = new Broker(
                ServiceUrl.parse(services.freshRabbitUrl(), List.of("amqp")), QueueType.CLASSIC, "longhaul test");
        questions = new RabbitQuestions(broker);
    }

    @AfterEach
    void close() {
        questions.close();
        workers.forEach(RabbitAnswering::close);
    }

    @Test
    void aQuestionIsAnsweredByAWorker() {
        workerIsUp(ONE, question -> new Reply.Document("[" + question.document() + "]"));

        assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Answered(ONE, "[{\"how\":\"är du\"}]"));
    }

    @Test
    void aWorkerThatCannotAnswerSaysWhy() {
        workerIsUp(ONE, question -> new Reply.Declined("it is %s/%d".formatted(question.kind(), question.version())));

        assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Declined(ONE, "it is doctor/1"));
    }

    @Test
    void withoutAWorkerNobodyIsThereWhichIsNoticedAtOnce() {
        assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Nobody());
        assertThat(questions.ask(ONE, QUESTION, LONG)).isEqualTo(new Asked.Nobody());
    }

    @Test
    void afterTheLastWorkerHasGoneNobodyIsThere() {
        RabbitAnswering worker = workerIsUp(ONE, question -> new Reply.Document("{}"));
        worker.close();

        await().untilAsserted(() -> assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Nobody()));
    }

    @Test
    void aQueueThatABrokerFoundAgainWithoutAnyWorkerCountsAsNobody() throws Exception {
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            AskTopology.declare(channel, AskTopology.ANY);
        }

        assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Nobody());
    }

    @Test
    void ofTwoWorkersExactlyOneAnswers() {
        AtomicInteger answered = new AtomicInteger();
        Function<Question, Reply> count = question -> new Reply.Document("" + answered.incrementAndGet());
        workerIsUp(ONE, count);
        workerIsUp(TWO, count);

        for (int asked = 1; asked <= 10; asked++) {
            assertThat(questions.ask(QUESTION, LONG))
                    .isInstanceOfSatisfying(
                            Asked.Answered.class,
                            said -> assertThat(said.document()).isEqualTo("" + answered.get()));
        }
        assertThat(answered).hasValue(10);
    }

    @Test
    void aWorkerThatIsNamedAnswersItself() {
        workerIsUp(ONE, question -> new Reply.Document("{}"));
        workerIsUp(TWO, question -> new Reply.Document("{}"));

        for (WorkerId worker : List.of(ONE, TWO, ONE, TWO)) {
            assertThat(questions.ask(worker, QUESTION, LONG)).isEqualTo(new Asked.Answered(worker, "{}"));
        }
    }

    @Test
    void aQuestionIsAnsweredWhileTheWorkerStillWorksOnOthers() {
        CountDownLatch heard = new CountDownLatch(2);
        CountDownLatch late = new CountDownLatch(1);
        workerIsUp(ONE, question -> {
            if (question.kind().equals("plan")) {
                heard.countDown();
                uninterrupted(late);
            }
            return new Reply.Document("{}");
        });
        Question slow = new Question("plan", 1, "{}");
        try (RabbitQuestions another = new RabbitQuestions(broker);
                RabbitQuestions third = new RabbitQuestions(broker)) {
            CompletableFuture<Asked> first = CompletableFuture.supplyAsync(() -> another.ask(slow, LONG));
            CompletableFuture<Asked> second = CompletableFuture.supplyAsync(() -> third.ask(ONE, slow, LONG));
            uninterrupted(heard);

            assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Answered(ONE, "{}"));
            assertThat(questions.ask(ONE, QUESTION, LONG)).isEqualTo(new Asked.Answered(ONE, "{}"));
            assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
            late.countDown();
            assertThat(first.join()).isEqualTo(second.join()).isEqualTo(new Asked.Answered(ONE, "{}"));
        }
    }

    @Test
    void anAnswerThatComesTooLateIsIgnoredByTheNextQuestion() {
        CountDownLatch late = new CountDownLatch(1);
        workerIsUp(ONE, question -> {
            if (question.document().equals("1")) {
                uninterrupted(late);
            }
            return new Reply.Document(question.document());
        });

        assertThat(questions.ask(new Question("doctor", 1, "1"), SHORT)).isEqualTo(new Asked.NoAnswer(SHORT));
        late.countDown();

        assertThat(questions.ask(new Question("doctor", 1, "2"), LONG)).isEqualTo(new Asked.Answered(ONE, "2"));
    }

    @Test
    void whatAWorkerThatDiedHadHeardIsAnsweredByAnother() {
        CountDownLatch heard = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        RabbitAnswering dies = workerIsUp(ONE, question -> {
            heard.countDown();
            uninterrupted(never);
            return new Reply.Document("{}");
        });
        Thread killer = new Thread(() -> {
            uninterrupted(heard);
            workerIsUp(TWO, question -> new Reply.Document("{}"));
            dies.close();
        });
        killer.start();

        assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Answered(TWO, "{}"));
        never.countDown();
    }

    @Test
    void aWorkerThatDiesBetweenHearingAndAnsweringGivesNoAnswer() {
        CountDownLatch heard = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        RabbitAnswering dies = workerIsUp(ONE, question -> {
            heard.countDown();
            uninterrupted(never);
            return new Reply.Document("{}");
        });
        Thread killer = new Thread(() -> {
            uninterrupted(heard);
            dies.close();
        });
        killer.start();

        Duration bound = Duration.ofSeconds(2);
        assertThat(questions.ask(QUESTION, bound)).isEqualTo(new Asked.NoAnswer(bound));
        never.countDown();
    }

    @Test
    void whatIsNoQuestionIsDroppedAndTheNextQuestionAnswered() throws Exception {
        workerIsUp(ONE, question -> new Reply.Document("{}"));
        try (Connection connection = broker.connect();
                Channel channel = connection.createChannel()) {
            channel.basicPublish("", AskTopology.ANY, null, new byte[] {1});
        }

        assertThat(questions.ask(QUESTION, LONG)).isEqualTo(new Asked.Answered(ONE, "{}"));
    }

    private RabbitAnswering workerIsUp(WorkerId id, Function<Question, Reply> replies) {
        RabbitAnswering worker = new RabbitAnswering(broker, id, SHORT, SHORT);
        workers.add(worker);
        AskedWorkers.start(worker, replies);
        AskedWorkers.awaitHeard(broker, id);
        return worker;
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
