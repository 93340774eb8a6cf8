package io.longhaul.dispatcher.view;

import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.text.Tone;
import java.util.Locale;

/** How the state of a run reads. */
final class StateWords {

    static final String NEVER_RUN = "never run";

    private StateWords() {}

    /** In a list, where what needs somebody stands out even without colours. */
    static String inList(RunState state) {
        return needsSomebody(state) ? state.words().toUpperCase(Locale.ROOT) : state.words();
    }

    static boolean needsSomebody(RunState state) {
        return state == RunState.FAILED || state == RunState.ROLLBACK_FAILED;
    }

    static Tone tone(RunState state) {
        return switch (state) {
            case QUEUED, PAUSED -> Tone.WAITING;
            case STARTING, RUNNING, ROLLING_BACK -> Tone.BUSY;
            case FAILED, ROLLBACK_FAILED, REFUSED -> Tone.BAD;
            case SUCCEEDED -> Tone.GOOD;
            case NOT_REQUIRED, ROLLED_BACK, CANCELLED -> Tone.QUIET;
        };
    }
}
