package io.longhaul.common.board.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.board.Task;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The golden files are what people and tools outside rely on: a difference here is a difference for them. */
class GoldenTest {

    @ParameterizedTest
    @CsvSource({
        "QUEUED,       0, pending",
        "QUEUED,       2, retry",
        "RUNNING,      3, started",
        "PAUSED,       3, paused",
        "ROLLING_BACK, 4, rolling_back",
        "SUCCEEDED,    3, success",
        "FAILED,       3, failure",
        "CANCELLED,    0, revoked",
    })
    void theRecordOfATaskIsTheGoldenOne(RunState state, long epoch, String file) throws IOException {
        assertThat(pretty(TaskRecord.json(task(state, epoch)))).isEqualTo(golden(file));
    }

    @Test
    void theLineOfARunIsTheGoldenOne() throws IOException {
        assertThat(pretty(RunLine.json(task(RunState.RUNNING, 3)))).isEqualTo(golden("run_line"));
    }

    private static Task task(RunState state, long epoch) {
        boolean inHand = state.isOwned();
        return new Task(
                state == RunState.RUNNING
                        ? Runs.throttled(Runs.run(Runs.ID, state, epoch, 4711, Runs.ASKED))
                        : Runs.run(Runs.ID, state, epoch, 4711, Runs.ASKED),
                inHand ? Optional.of("copy 202403") : Optional.empty(),
                inHand ? Optional.of(QueryId.of(Runs.ID, 2, 37, new Epoch(epoch))) : Optional.empty(),
                switch (state) {
                    case QUEUED ->
                        epoch == 0
                                ? Optional.empty()
                                : Optional.of(new Failure("longhaul", "worker-lost", "w-7f3 was silent for 15 s"));
                    case FAILED -> Optional.of(new Failure("clickhouse", "243", "Cannot reserve 1.00 GiB"));
                    default -> Optional.empty();
                });
    }

    private static String pretty(String json) {
        JsonMapper mapper = JsonMapper.shared();
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json));
    }

    private static String golden(String name) throws IOException {
        String file = name + ".json";
        try (InputStream golden = Objects.requireNonNull(GoldenTest.class.getResourceAsStream(file), file)) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
