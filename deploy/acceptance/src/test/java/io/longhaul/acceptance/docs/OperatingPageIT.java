package io.longhaul.acceptance.docs;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.local.junit.LocalServices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operating.md shows of the program's output is what it prints, on an installation as in the page. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatingPageIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    private static final List<Typed> SHOWN = Page.of("docs/operating.md").blocks().stream()
            .filter(Typed::isIn)
            .flatMap(block -> Typed.in(block).stream())
            .toList();

    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    static Path logs;

    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage(services.set(), Path.of("src", "test", "resources", "operating"), logs)
                .with("LONGHAUL_APP_VERSION", "1.46.2");
        stage.clickHouse().ask("""
                CREATE TABLE big (month UInt8, team UInt32, event UInt32) ENGINE = MergeTree PARTITION BY month ORDER BY team
                AS SELECT 1 + number % 7, number % 5, number % 20 FROM numbers(7000000)""");
        Program worker = stage.startWorker();
        Waiting.until(() -> worker.err().contains("worker is up"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    @Order(1)
    void everyExampleIsLookedAtHere() {
        assertThat(SHOWN)
                .extracting(command -> command.line().split(" ", -1)[1])
                .containsExactlyInAnyOrder("list", "plan", "gate", "mark-done", "doctor");
    }

    @Test
    @Order(2)
    void aDoctorWithoutRedisAndReaper() throws Exception {
        looksAsShownInTheEnd("doctor", 4, Map.of("LONGHAUL_REDIS_URL", "redis://127.0.0.1:1/0"));
    }

    @Test
    @Order(3)
    void aPlan() throws Exception {
        looksAsShownInTheEnd("plan", 0, Map.of());
    }

    @Test
    @Order(4)
    void aListWhileARunIsGoing() throws Exception {
        assertThat(stage.longhaul("run", "0007").code()).isZero();
        Waiting.until(() -> stage.run("0007").state().equals("RUNNING")
                && stage.show("0006").path("state").asString().equals("NOT_REQUIRED"));

        looksAsShownInTheEnd("list", 0, Map.of());
    }

    @Test
    @Order(5)
    void aGate() throws Exception {
        looksAsShownInTheEnd("gate", 11, Map.of());
    }

    @Test
    @Order(6)
    void aMigrationThatIsMarkedAsDone() throws Exception {
        looksAsShown("mark-done", 0, Map.of());

        assertThat(stage.longhaul("stop", "0007").code()).isZero();
        Waiting.until(() -> stage.run("0007").state().equals("FAILED"));
    }

    /** Of what only looks: on a busy machine a service may have no answer in time. */
    private static void looksAsShownInTheEnd(String command, int code, Map<String, String> settings) {
        Awaitility.await().atMost(LONG).untilAsserted(() -> looksAsShown(command, code, settings));
    }

    private static void looksAsShown(String command, int code, Map<String, String> settings)
            throws InterruptedException {
        Typed typed = SHOWN.stream()
                .filter(shown -> shown.line().startsWith("longhaul " + command))
                .findFirst()
                .orElseThrow();
        Program program = stage.type(typed.line(), logs, settings);

        assertThat(program.waitFor())
                .as("%s%n%s%s", typed.line(), program.out(), program.err())
                .isEqualTo(code);
        Shape.assertSame(typed.shown(), program.out() + program.err());
    }
}
