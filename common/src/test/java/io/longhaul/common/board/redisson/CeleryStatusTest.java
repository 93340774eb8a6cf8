package io.longhaul.common.board.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.longhaul.common.board.Task;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.RunState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CeleryStatusTest {

    @ParameterizedTest
    @CsvSource({
        "QUEUED,          0, PENDING",
        "QUEUED,          1, RETRY",
        "STARTING,        1, STARTED",
        "RUNNING,         1, STARTED",
        "ROLLING_BACK,    1, ROLLING_BACK",
        "PAUSED,          1, PAUSED",
        "FAILED,          1, FAILURE",
        "ROLLBACK_FAILED, 1, FAILURE",
        "SUCCEEDED,       1, SUCCESS",
        "ROLLED_BACK,     1, FAILURE",
        "REFUSED,         1, FAILURE",
        "NOT_REQUIRED,    1, SUCCESS",
        "CANCELLED,       0, REVOKED",
    })
    void everyStateHasItsStatus(RunState state, long epoch, CeleryStatus status) {
        assertThat(CeleryStatus.of(state, new Epoch(epoch))).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void aStatusWithAnExceptionFindsOneAndNoOtherDoes(RunState state) {
        Task task = Task.of(Runs.run(Runs.ID, state, 1, 5, Runs.ASKED));

        if (CeleryStatus.of(state, task.run().epoch()).hasException()) {
            assertThat(CeleryException.of(task).message()).isNotBlank();
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> CeleryException.of(task));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED,          worker-lost, WorkerLostError",
        "QUEUED,          241,         OperationFailed",
        "QUEUED,          ,            Retry",
        "FAILED,          worker-lost, WorkerLostError",
        "FAILED,          241,         OperationFailed",
        "FAILED,          ,            RunStopped",
        "ROLLBACK_FAILED, 241,         RollbackFailed",
        "REFUSED,         disk,        Refused",
        "ROLLED_BACK,     ,            RolledBack",
        "CANCELLED,       ,            TaskRevokedError",
    })
    void theExceptionSaysWhatHappened(RunState state, String code, String type) {
        Optional<Failure> failure =
                Optional.ofNullable(code).map(known -> new Failure("clickhouse", known, "memory limit exceeded"));
        Task task = new Task(Runs.run(Runs.ID, state, 1, 5, Runs.ASKED), Optional.empty(), Optional.empty(), failure);

        assertThat(CeleryException.of(task).type()).isEqualTo(type);
    }

    @Test
    void onlyTheThreeEndsAreReady() {
        assertThat(CeleryStatus.values())
                .filteredOn(CeleryStatus::isReady)
                .containsExactly(CeleryStatus.SUCCESS, CeleryStatus.FAILURE, CeleryStatus.REVOKED);
    }
}
