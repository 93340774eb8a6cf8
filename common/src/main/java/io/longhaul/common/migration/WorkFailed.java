package io.longhaul.common.migration;

/** A statement or question of a function in Java failed; the function should let it pass. */
public class WorkFailed extends RuntimeException {

    public WorkFailed(String message, Throwable cause) {
        super(message, cause);
    }

    public WorkFailed(String message) {
        super(message);
    }
}
