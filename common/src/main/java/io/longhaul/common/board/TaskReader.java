package io.longhaul.common.board;

import java.util.List;

/** Reads the board as it stands in Redis, lies and all: for people only. */
public interface TaskReader {

    /**
     * The latest task of each migration, by name of migration. Throws {@link BoardUnavailable} when Redis does not
     * answer.
     */
    List<PostedTask> tasks();

    /**
     * One task as Redis has it; a field that is not there is empty text.
     *
     * @param id the task's id, which is the run's
     * @param migration of which
     * @param status Celery's word
     * @param state Longhaul's word
     * @param worker who holds it
     * @param query the statement in flight
     * @param percent of the work
     * @param beatAt when it was last written, ISO 8601
     * @param meta the JSON under {@code celery-task-meta-<id>}
     */
    record PostedTask(
            String id,
            String migration,
            String status,
            String state,
            String worker,
            String query,
            String percent,
            String beatAt,
            String meta) {}

    /** Redis did not answer. */
    final class BoardUnavailable extends RuntimeException {
        public BoardUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
