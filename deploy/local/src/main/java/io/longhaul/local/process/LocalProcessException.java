package io.longhaul.local.process;

/** A local program could not be started, found or ended; the message says which and where its log is. */
public final class LocalProcessException extends RuntimeException {

    public LocalProcessException(String message) {
        super(message);
    }

    public LocalProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
