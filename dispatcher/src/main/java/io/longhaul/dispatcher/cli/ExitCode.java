package io.longhaul.dispatcher.cli;

import io.longhaul.common.gate.GateReport;
import io.longhaul.common.run.RunState;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the number means with which {@code longhaul} ends. */
public enum ExitCode {
    DONE(0, "done"),
    RUN_FAILED(1, "the run that was waited for did not succeed, or doctor found a problem"),
    USAGE(2, "wrong usage, configuration or definitions; nothing was done"),
    REFUSED(3, "refused: nothing was changed, the message says why"),
    UNREACHABLE(4, "a service that is needed cannot be reached"),
    GATE_PENDING(10, "gate: a migration must be run or resumed before the upgrade"),
    GATE_RUNNING(11, "gate: a run is under way; wait, then ask again"),
    GATE_FAILED(12, "gate: a run has failed; outranks 11, and that 10"),
    MISTAKE(70, "a mistake in Longhaul; please report it"),
    DETACHED(130, "Ctrl-C: no longer watching; the run goes on");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** The code for somebody who waited for a run that has come to rest in this state. */
    static ExitCode of(RunState state) {
        return switch (state) {
            case SUCCEEDED, NOT_REQUIRED -> DONE;
            case REFUSED -> REFUSED;
            case FAILED, ROLLBACK_FAILED, ROLLED_BACK, CANCELLED -> RUN_FAILED;
            case QUEUED, STARTING, RUNNING, ROLLING_BACK, PAUSED ->
                throw new IllegalArgumentException("a run that is %s has not stopped".formatted(state.words()));
        };
    }

    /** The code for somebody who asked whether an upgrade may go ahead. */
    static ExitCode of(GateReport report) {
        return report.gravest()
                .map(kind -> switch (kind) {
                    case PENDING -> GATE_PENDING;
                    case RUNNING -> GATE_RUNNING;
                    case FAILED -> GATE_FAILED;
                })
                .orElse(DONE);
    }

    /** For the help. */
    static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            list.put(String.valueOf(code.number), code.meaning);
        }
        return list;
    }
}
