package io.longhaul.common.gate;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.RunState;
import java.util.Optional;

/**
 * A migration that must be seen to before an upgrade.
 *
 * @param migration its id
 * @param description one sentence
 * @param kind what it means for the upgrade
 * @param state of its newest run; absent where it never ran
 * @param why it blocks, as a clause
 * @param next what finishes it
 */
public record Blocker(
        MigrationId migration, String description, Kind kind, Optional<RunState> state, String why, Next next) {

    /** What finishes it, to the letter. */
    public String command() {
        return next.command(migration.value());
    }

    /** What a blocker means for the upgrade; a later one outranks an earlier one. */
    public enum Kind {
        /** Nothing happens to it until somebody does something. */
        PENDING,
        /** It is under way: wait. */
        RUNNING,
        /** It has stopped half-way: somebody decides. */
        FAILED
    }

    /** The command that finishes it. */
    public enum Next {
        RUN("run %s"),
        RESUME("resume %s"),
        WATCH("watch %s"),
        MARK_DONE("mark-done %s --reason WHY");

        private final String form;

        Next(String form) {
            this.form = form;
        }

        /** As it is typed, where {@code id} is typed for the migration. */
        public String command(String id) {
            return "longhaul " + form.formatted(id);
        }
    }
}
