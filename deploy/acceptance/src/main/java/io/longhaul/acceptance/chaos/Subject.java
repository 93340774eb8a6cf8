package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Truth;
import java.util.Optional;

/** The newest run of the migration that a script is about, as PostgreSQL has it. */
final class Subject {

    private final Truth truth;
    private final String migration;

    Subject(Truth truth, String migration) {
        this.truth = truth;
        this.migration = migration;
    }

    String migration() {
        return migration;
    }

    /** Absent when there is none, or PostgreSQL does not answer. */
    Optional<Truth.Now> now() {
        return truth.run(migration);
    }

    boolean is(String state) {
        return now().filter(run -> run.state().equals(state)).isPresent();
    }

    boolean hasEnded() {
        return now().filter(Truth.Now::isOver).isPresent();
    }
}
