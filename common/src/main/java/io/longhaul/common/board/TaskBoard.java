package io.longhaul.common.board;

/** The state of every task, for people who look into Redis. Safe for use by many threads. */
public interface TaskBoard {

    /**
     * Writes the task's state unless a newer one is there; false when Redis did not answer. Losing a write is harmless.
     */
    boolean post(Task task);
}
