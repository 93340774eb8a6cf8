package io.longhaul.worker.answer;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.RABBIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.queue.rabbit.Broker;
import io.longhaul.common.queue.rabbit.QueueType;
import io.longhaul.common.queue.rabbit.RabbitAnswering;
import io.longhaul.common.queue.rabbit.RabbitQuestions;
import io.longhaul.common.report.PlanQuestion;
import io.longhaul.common.report.TargetReport;
import io.longhaul.common.report.WorkerReport;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.version.Version;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.clickhouse.ClickHouseExamination;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class AnswersIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(RABBIT, CLICKHOUSE);

    private static final WorkerId WORKER = new WorkerId("w-1");
    private static final Duration LONG = Duration.ofSeconds(20);

    private ServiceUrl clickHouse;
    private Broker broker;
    private final List<ClickHouseTarget> lookedAt = new ArrayList<>();
    private RabbitAnswering answering;
    private Questions questions;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch planned = new CountDownLatch(1);

    @BeforeEach
    void open() {
        clickHouse = ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http"));
        broker = new Broker(
                ServiceUrl.parse(services.freshRabbitUrl(), List.of("amqp")), QueueType.CLASSIC, "longhaul test");
        answering = new RabbitAnswering(broker, WORKER);
        questions = new RabbitQuestions(broker);
    }

    private void answers(ServiceUrl target) {
        ClickHouseTarget looking = ClickHouseTarget.readOnly(target, Duration.ofSeconds(5));
        lookedAt.add(looking);
        Answer doctor = new DoctorAnswer(
                Version.ofService("1.46.2"),
                12,
                Timers.DEFAULTS,
                List.of(ClickHouseExamination.of(looking, target.address(), Clock.systemUTC())));
        Thread thread = new Thread(new Answers(answering, List.of(doctor, new SlowPlan())));
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() {
        planned.countDown();
        questions.close();
        answering.close();
        lookedAt.forEach(ClickHouseTarget::close);
    }

    private Asked ask(Question question) {
        return await().atMost(LONG)
                .until(() -> questions.ask(question, LONG), asked -> !(asked instanceof Asked.Nobody));
    }

    private WorkerReport report() {
        Asked asked = ask(new Question(WorkerReport.QUESTION, WorkerReport.VERSION, "{}"));
        assertThat(asked).isInstanceOf(Asked.Answered.class);
        return WorkerReport.parse(((Asked.Answered) asked).document()).orElseThrow();
    }

    @Test
    void aWorkerSaysHowItFindsItsTargetWhileAStatementOfARunIsInFlight() {
        answers(clickHouse);
        try (ClickHouseTarget acting = new ClickHouseTarget(clickHouse)) {
            QueryId query = new QueryId("lh-answers-it");
            CompletableFuture<Outcome> statement =
                    CompletableFuture.supplyAsync(() -> acting.execute(new TargetStatement(
                            query,
                            "SELECT sleepEachRow(0.1) FROM numbers(10000)"
                                    + " SETTINGS function_sleep_max_microseconds_per_block = 10000000000",
                            Map.of())));
            await().until(() -> acting.running(query).isPresent());

            WorkerReport report = report();

            assertThat(statement).isNotDone();
            assertThat(report.application()).contains("1.46.2");
            assertThat(report.migrations()).isEqualTo(12);
            assertThat(report.timers())
                    .containsEntry("LONGHAUL_DEAD_AFTER", "15s")
                    .hasSize(9);
            TargetReport target = report.targets().get(0);
            assertThat(target.trouble()).isEmpty();
            assertThat(target.version()).isPresent();
            assertThat(target.ahead().abs()).isLessThan(Duration.ofSeconds(5));
            assertThat(target.disks()).isNotEmpty().allSatisfy(disk -> {
                assertThat(disk.freeBytes()).isPositive();
                assertThat(disk.totalBytes()).isGreaterThanOrEqualTo(disk.freeBytes());
                assertThat(disk.readOnly()).isFalse();
            });
            acting.kill(query);
            statement.join();
        }
    }

    @Test
    void aDoctorIsAnsweredWhileAPlanTakesLong() throws Exception {
        answers(clickHouse);
        report();
        Question slow = new Question(PlanQuestion.QUESTION, PlanQuestion.VERSION, "{}");
        try (Questions another = new RabbitQuestions(broker)) {
            CompletableFuture<Asked> plan = CompletableFuture.supplyAsync(() -> another.ask(WORKER, slow, LONG));
            asked.await();

            assertThat(report().migrations()).isEqualTo(12);

            assertThat(plan).isNotDone();
            planned.countDown();
            assertThat(plan.join()).isEqualTo(new Asked.Declined(WORKER, "over"));
        }
    }

    @Test
    void aTargetThatIsAwayIsAnAnswerToo() {
        answers(ServiceUrl.parse("http://127.0.0.1:1/nowhere", List.of("http")));

        TargetReport target = report().targets().get(0);

        assertThat(target.trouble()).isPresent();
        assertThat(target.version()).isEqualTo(Optional.empty());
        assertThat(target.address()).isEqualTo("127.0.0.1:1");
    }

    @Test
    void aQuestionThatTheWorkerDoesNotKnowIsDeclinedAndTheNextOneAnswered() {
        answers(clickHouse);

        assertThat(ask(new Question("weather", 1, "{}")))
                .isEqualTo(new Asked.Declined(WORKER, "this worker does not know that question; it is older"));
        assertThat(report().migrations()).isEqualTo(12);
    }

    /** Takes until the test is over. */
    private final class SlowPlan implements Answer {

        @Override
        public String kind() {
            return PlanQuestion.QUESTION;
        }

        @Override
        public int version() {
            return PlanQuestion.VERSION;
        }

        @Override
        public Reply to(int version, String document) {
            asked.countDown();
            try {
                planned.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            return new Reply.Declined("over");
        }
    }
}
