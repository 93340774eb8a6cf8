package io.longhaul.dispatcher;

import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.queue.rabbit.RabbitAnswering;
import io.longhaul.common.queue.rabbit.RabbitQuestions;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanQuestion;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.run.WorkerId;
import io.longhaul.dispatcher.Installation.Said;
import io.longhaul.local.junit.LocalServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Questions travel over a real broker. */
@Timeout(120)
class PlanIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT);

    private Installation installation;
    private final List<RabbitAnswering> workers = new ArrayList<>();

    @BeforeEach
    void install() {
        installation = new Installation(services.freshPostgresUrl(), services.freshRabbitUrl(), "redis://127.0.0.1:1/0")
                .withCatalog();
    }

    @AfterEach
    void end() {
        workers.forEach(RabbitAnswering::close);
        installation.close();
    }

    @Test
    void withoutAWorkerItEndsWithFourAndSaysHowToStartOne() {
        Said said = installation.run("plan 0007");

        assertThat(said.code()).isEqualTo(4);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isEqualTo("longhaul: No worker is up to answer; start one: longhaul-worker.\n");
    }

    @Test
    void aPlanOfThousandsOfOperationsTravelsWhole() {
        worker("w-1", question -> new Reply.Document(large(question).json()));

        assertThat(installation.run("plan 0007").out())
                .contains("… and 4800 operations more: longhaul plan 0007 --all");
        Said all = installation.run("plan 0007 --all --output json");
        assertThat(all.code()).isZero();
        assertThat(all.out()).contains("\"index\" : 5000");
    }

    @Test
    void whereTheFirstWorkerHasAnotherVersionTheOthersAreAsked() {
        installation.withAnotherVersion("w-2");
        worker("w-2", question -> new Reply.Declined("it has another version"));
        assertThat(installation.run("plan 0007").err())
                .startsWith("longhaul: No worker that is up can tell; w-2 says: it has another version.");

        worker("w-1", question -> new Reply.Document(large(question).json()));

        assertThat(installation.run("plan 0007").out()).contains("asked      w-1, which looked");
    }

    private static PlanReport large(PlanQuestion question) {
        List<OperationReport> operations = IntStream.rangeClosed(1, 5000)
                .mapToObj(index -> new OperationReport(
                        index,
                        "copy " + index,
                        "CLICKHOUSE",
                        "INSERT INTO t SELECT * FROM s WHERE p = {p:String} ".repeat(20),
                        Map.of("p", Integer.toString(index)),
                        List.of(),
                        Optional.empty(),
                        "RESUME",
                        false,
                        Optional.empty(),
                        Optional.of(1L),
                        Optional.of(1L),
                        Optional.empty()))
                .limit(question.operations())
                .toList();
        return new PlanReport(
                Outlook.GO, List.of(), Map.of(), Optional.empty(), operations, 5000, List.of(), 0, Optional.empty());
    }

    private void worker(String name, Function<PlanQuestion, Reply> answer) {
        RabbitAnswering answering = new RabbitAnswering(installation.broker(), new WorkerId(name));
        workers.add(answering);
        Thread thread = new Thread(() -> {
            try {
                answering.answer(question ->
                        answer.apply(PlanQuestion.parse(question.document()).orElseThrow()));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        Question question = new Question(
                PlanQuestion.QUESTION, PlanQuestion.VERSION, new PlanQuestion("0007", "c", Map.of(), 1).json());
        try (Questions questions = new RabbitQuestions(installation.broker())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !(questions.ask(new WorkerId(name), question, Duration.ofSeconds(20))
                            instanceof Asked.Nobody));
        }
    }
}
