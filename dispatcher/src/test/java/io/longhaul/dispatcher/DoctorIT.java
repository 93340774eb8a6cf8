package io.longhaul.dispatcher;

import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Lock;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.lease.redisson.RedissonLock;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.queue.rabbit.RabbitAnswering;
import io.longhaul.common.queue.rabbit.RabbitQuestions;
import io.longhaul.common.report.TargetReport;
import io.longhaul.common.report.TargetReport.DiskReport;
import io.longhaul.common.report.WorkerReport;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.dispatcher.Installation.Said;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
@Timeout(120)
class DoctorIT {

    private static final Duration WHOLE = Duration.ofSeconds(15);
    private static final WorkerId WORKER = new WorkerId("w-1");

    @RegisterExtension
    static final LocalServices services = LocalServices.own(POSTGRES, RABBIT, REDIS);

    private Installation installation;
    private String redisUrl;
    private RabbitAnswering worker;

    @BeforeEach
    void install() {
        services.postgres().start();
        services.rabbit().start();
        services.redis().start();
        redisUrl = services.freshRedisUrl();
        installation = new Installation(services.freshPostgresUrl(), services.freshRabbitUrl(), redisUrl);
        worker = new RabbitAnswering(installation.broker(), WORKER);
    }

    @AfterEach
    void end() {
        worker.close();
        installation.close();
    }

    /** A reaper, and a worker that finds all well. */
    private void allIsWell() {
        installation.withCatalog();
        installation.store().presence().arrive(new Member("r-1", Kind.REAPER, "db1", 2));
        WorkerReport report = new WorkerReport(
                Optional.of("1.46.2"),
                2,
                Timers.DEFAULTS.byName(),
                List.of(new TargetReport(
                        "clickhouse",
                        "ch1:8123",
                        Optional.empty(),
                        Optional.of("24.8.1.2684"),
                        0,
                        List.of(new DiskReport("default", 1L << 40, 1L << 41, false)))));
        Thread answering = new Thread(() -> {
            try {
                worker.answer(question -> new Reply.Document(report.json()));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        answering.setDaemon(true);
        answering.start();
        // Who declares the queue of wake-ups is a worker or a reaper; here it is a publisher.
        assertThat(installation.run("run 0008").code()).isZero();
        assertThat(installation.run("stop 0008").code()).isZero();
        try (Questions questions = new RabbitQuestions(installation.broker())) {
            Question question = new Question(WorkerReport.QUESTION, WorkerReport.VERSION, "{}");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> questions.ask(WORKER, question, WHOLE) instanceof Asked.Answered);
        }
    }

    private Examined examine() {
        long begun = System.nanoTime();
        Said said = installation.run("doctor --output json");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WHOLE);
        return new Examined(said.code(), JsonMapper.shared().readTree(said.out()));
    }

    @Test
    void whatIsWellIsWell() {
        allIsWell();
        takeTheWakeUp();

        Examined examined = examine();

        assertThat(examined.code()).isZero();
        assertThat(examined.document().path("verdict").asString()).isEqualTo("OK");
        assertThat(examined.verdict("postgresql", "tables")).isEqualTo("OK");
        assertThat(examined.verdict("redis", "lock")).isEqualTo("OK");
        assertThat(examined.verdict("rabbitmq", "queue")).isEqualTo("OK");
        assertThat(examined.verdict("w-1", "clickhouse disk")).isEqualTo("OK");
    }

    private void takeTheWakeUp() {
        try {
            installation.nextWakeUp();
        } catch (Exception none) {
            throw new IllegalStateException(none);
        }
    }

    @Test
    void withoutRedisTheOthersAreStillLookedAt() {
        allIsWell();
        services.redis().kill();

        Examined examined = examine();

        assertThat(examined.code()).isEqualTo(4);
        assertThat(examined.unreachable()).containsExactly("redis");
        assertThat(examined.verdict("postgresql", "tables")).isEqualTo("OK");
        assertThat(examined.verdict("rabbitmq", "version")).isEqualTo("OK");
        assertThat(examined.verdict("reapers", "up")).isEqualTo("OK");
        assertThat(examined.verdict("w-1", "clickhouse")).isEqualTo("OK");
    }

    @Test
    void withoutRabbitMqTheOthersAreStillLookedAt() {
        allIsWell();
        services.rabbit().kill();

        Examined examined = examine();

        assertThat(examined.code()).isEqualTo(4);
        assertThat(examined.unreachable()).containsExactly("rabbitmq");
        assertThat(examined.verdict("postgresql", "tables")).isEqualTo("OK");
        assertThat(examined.verdict("redis", "lock")).isEqualTo("OK");
        assertThat(examined.verdict("catalog", "migrations")).isEqualTo("OK");
        assertThat(examined.verdict("workers", "answers")).isEqualTo("WARNING");
    }

    @Test
    void withoutPostgresqlTheOthersAreStillLookedAtAndAnyWorkerIsAsked() {
        allIsWell();
        services.postgres().kill();

        Examined examined = examine();

        assertThat(examined.code()).isEqualTo(4);
        assertThat(examined.unreachable()).containsExactly("postgresql");
        assertThat(examined.verdict("records", "readable")).isEqualTo("PROBLEM");
        assertThat(examined.verdict("redis", "version")).isEqualTo("OK");
        assertThat(examined.verdict("rabbitmq", "version")).isEqualTo("OK");
        assertThat(examined.verdict("w-1", "clickhouse")).isEqualTo("OK");
    }

    @Test
    void servicesThatHangDoNotHoldItUp() {
        allIsWell();
        services.postgres().freeze();
        services.rabbit().freeze();
        services.redis().freeze();
        try {
            Examined examined = examine();

            assertThat(examined.code()).isEqualTo(4);
            assertThat(examined.unreachable()).containsExactly("postgresql", "redis", "rabbitmq");
        } finally {
            services.postgres().thaw();
            services.rabbit().thaw();
            services.redis().thaw();
        }
    }

    @Test
    void aNewInstallationNeedsSomebodyWhoMakesItsTables() {
        Examined examined = examine();

        assertThat(examined.code()).isEqualTo(1);
        assertThat(examined.verdict("postgresql", "tables")).isEqualTo("PROBLEM");
        assertThat(examined.verdict("rabbitmq", "queue")).isEqualTo("WARNING");
    }

    @Test
    void theLockOfADeadOwnerIsFound() {
        installation.withCatalog();
        try (RedissonConnection redis = new RedissonConnection(
                ServiceUrl.parse(redisUrl, List.of("redis")), Timers.DEFAULTS, System::nanoTime)) {
            Hold over = new Hold(new RunId(new UUID(7, 7)), new Epoch(3), new WorkerId("w-dead"));
            assertThat(new RedissonLock(redis).take(over)).isEqualTo(Lock.Answer.HELD);

            Examined examined = examine();

            assertThat(examined.verdict("redis", "lock")).isEqualTo("WARNING");
            assertThat(examined.found("redis", "lock"))
                    .startsWith("w-dead has it for run ")
                    .endsWith("which is over");
        }
    }

    @Test
    void workersWithTwoVersionsOfADefinitionAreFound() {
        installation.withCatalog();
        installation.withAnotherVersion("w-2");

        Examined examined = examine();

        assertThat(examined.verdict("catalog", "versions")).isEqualTo("WARNING");
        assertThat(examined.found("catalog", "versions"))
                .startsWith("0007_events_sorting_key differs between workers: ")
                .contains("in w-1", "in w-2");
    }

    @Test
    void aQueueWithMessagesToWhichNobodyListensIsFound() {
        installation.withCatalog();
        assertThat(installation.run("run 0007").code()).isZero();

        Examined examined = examine();

        assertThat(examined.code()).isEqualTo(1);
        assertThat(examined.verdict("rabbitmq", "queue")).isEqualTo("PROBLEM");
        assertThat(examined.found("rabbitmq", "queue")).isEqualTo("longhaul.runs: 1 message, no consumers");
        assertThat(examined.verdict("reapers", "up")).isEqualTo("PROBLEM");
        assertThat(examined.verdict("w-1", "answers")).isEqualTo("WARNING");
    }

    /** What the doctor said. */
    private record Examined(int code, JsonNode document) {

        String verdict(String part, String check) {
            return line(part, check)
                    .map(line -> line.path("verdict").asString())
                    .orElse("not there");
        }

        String found(String part, String check) {
            return line(part, check).map(line -> line.path("found").asString()).orElse("not there");
        }

        List<String> unreachable() {
            return lines().stream()
                    .filter(line -> line.path("unreachable").asBoolean())
                    .map(line -> line.path("part").asString())
                    .toList();
        }

        private Optional<JsonNode> line(String part, String check) {
            return lines().stream()
                    .filter(line -> line.path("part").asString().equals(part)
                            && line.path("check").asString().equals(check))
                    .findFirst();
        }

        private List<JsonNode> lines() {
            return StreamSupport.stream(document.path("findings").spliterator(), false)
                    .toList();
        }
    }
}
