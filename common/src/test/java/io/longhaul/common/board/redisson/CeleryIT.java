package io.longhaul.common.board.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.longhaul.common.board.Task;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads our tasks with Celery itself. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CeleryIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.REDIS);

    /** Debian's own, since that is whose packages we ask for; another one may come first in the path. */
    private static final String PYTHON = "/usr/bin/python3";

    private static final Failure FAILURE = new Failure("clickhouse", "243", "Cannot reserve 1.00 GiB");

    private JsonNode seen = JsonMapper.shared().missingNode();

    @BeforeAll
    void postATaskInEveryStateAndLetCeleryReadThem() throws IOException {
        String url = services.freshRedisUrl();
        try (RedissonConnection redis =
                new RedissonConnection(ServiceUrl.parse(url, List.of("redis")), Timers.FASTEST, System::nanoTime)) {
            RedissonTaskBoard board = new RedissonTaskBoard(redis);
            for (RunState state : RunState.values()) {
                Optional<Failure> failure = state == RunState.FAILED ? Optional.of(FAILURE) : Optional.empty();
                Posting.post(
                        board,
                        new Task(
                                Runs.run(id(state, 1), state, 1, 7, Runs.ASKED),
                                Optional.of("copy 202403"),
                                Optional.empty(),
                                failure));
            }
            Posting.post(board, Task.of(Runs.run(id(RunState.QUEUED, 0), RunState.QUEUED, 0, 1, Runs.ASKED)));
            Posting.post(
                    board,
                    new Task(
                            Runs.run(id(RunState.QUEUED, 2), RunState.QUEUED, 2, 1, Runs.ASKED),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(new Failure("longhaul", "worker-lost", "w-7f3 was silent for 15 s"))));
        }
        seen = read(url);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED,          0, PENDING,      false",
        "QUEUED,          1, RETRY,        false",
        "QUEUED,          2, RETRY,        false",
        "STARTING,        1, STARTED,      false",
        "RUNNING,         1, STARTED,      false",
        "ROLLING_BACK,    1, ROLLING_BACK, false",
        "PAUSED,          1, PAUSED,       false",
        "FAILED,          1, FAILURE,      true",
        "ROLLBACK_FAILED, 1, FAILURE,      true",
        "SUCCEEDED,       1, SUCCESS,      true",
        "ROLLED_BACK,     1, FAILURE,      true",
        "REFUSED,         1, FAILURE,      true",
        "NOT_REQUIRED,    1, SUCCESS,      true",
        "CANCELLED,       1, REVOKED,      true",
    })
    void celerySeesTheStatus(RunState state, int epoch, String status, boolean ready) {
        JsonNode task = task(state, epoch);

        assertThat(task.path("state").asString()).isEqualTo(status);
        assertThat(task.path("ready").asBoolean()).isEqualTo(ready);
        assertThat(task.path("successful").asBoolean()).isEqualTo(status.equals("SUCCESS"));
        assertThat(task.path("failed").asBoolean()).isEqualTo(status.equals("FAILURE"));
        assertThat(task.path("date_done").isNull()).isEqualTo(!ready);
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED,          1, celery.exceptions,   Retry",
        "QUEUED,          2, billiard.exceptions, WorkerLostError",
        "FAILED,          1, celery.exceptions,   OperationFailed",
        "ROLLBACK_FAILED, 1, celery.exceptions,   RollbackFailed",
        "ROLLED_BACK,     1, celery.exceptions,   RolledBack",
        "REFUSED,         1, celery.exceptions,   Refused",
        "CANCELLED,       1, celery.exceptions,   TaskRevokedError",
    })
    void celeryMakesAnExceptionOfWhatDidNotGoWell(RunState state, int epoch, String module, String type) {
        JsonNode exception = task(state, epoch).path("exception");

        assertThat(exception.path("type").asString()).isEqualTo(type);
        assertThat(exception.path("module").asString()).isEqualTo(module);
        assertThat(exception.path("text").asString()).isNotBlank();
    }

    @Test
    void celeryShowsTheFailureInItsOwnWords() {
        JsonNode task = task(RunState.FAILED, 1);

        assertThat(task.at("/exception/text").asString()).isEqualTo(FAILURE.toString());
        assertThat(task.path("traceback").asString()).isEqualTo(FAILURE.toString());
    }

    @ParameterizedTest
    @CsvSource({"QUEUED, 0", "RUNNING, 1", "PAUSED, 1", "ROLLING_BACK, 1", "SUCCEEDED, 1"})
    void celeryShowsWhatTheRunDoes(RunState state, int epoch) {
        JsonNode task = task(state, epoch);

        assertThat(task.path("info")).isEqualTo(task.path("result"));
        assertThat(task.at("/info/migration").asString()).isEqualTo(Runs.MIGRATION.value());
        assertThat(task.at("/info/state").asString()).isEqualTo(state.name());
        assertThat(task.at("/info/progress").isInt()).isTrue();
    }

    @Test
    void celeryShowsHowTheTaskWasCalled() {
        JsonNode task = task(RunState.RUNNING, 1);

        assertThat(task.path("name").asString()).isEqualTo("longhaul.run");
        assertThat(task.at("/args/0").asString())
                .isEqualTo(id(RunState.RUNNING, 1).toString());
        assertThat(task.at("/kwargs/migration").asString()).isEqualTo(Runs.MIGRATION.value());
        assertThat(task.at("/kwargs/team").asString()).isEqualTo("42");
        assertThat(task.path("worker").asString()).isEqualTo("w-7f3");
        assertThat(task.path("queue").asString()).isEqualTo("longhaul.runs");
        assertThat(task.path("retries").asInt()).isZero();
    }

    private JsonNode task(RunState state, int epoch) {
        return seen.path(id(state, epoch).toString());
    }

    private static RunId id(RunState state, int epoch) {
        return new RunId(UUID.nameUUIDFromBytes((state + " " + epoch).getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode read(String url) throws IOException {
        if (python(List.of("-c", "import celery, redis")).isEmpty()) {
            fail("Celery for " + PYTHON + " is missing: apt-get install python3-celery python3-redis");
        }
        List<String> call = new ArrayList<>(List.of("-c", script(), url));
        Stream.concat(
                        Stream.of(RunState.values()).map(state -> id(state, 1)),
                        Stream.of(0, 2).map(epoch -> id(RunState.QUEUED, epoch)))
                .forEach(id -> call.add(id.toString()));
        return JsonMapper.shared().readTree(python(call).orElseThrow());
    }

    /** What Python printed; empty when it is not there or did not end well. */
    private static Optional<String> python(List<String> arguments) {
        List<String> call = new ArrayList<>(List.of(PYTHON));
        call.addAll(arguments);
        try {
            Process process = new ProcessBuilder(call)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String script() throws IOException {
        try (InputStream file = Objects.requireNonNull(CeleryIT.class.getResourceAsStream("read_tasks.py"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
