package io.longhaul.common.store;

/** PostgreSQL could not be reached or broke off; the same call may work later. */
public final class StoreUnavailable extends RuntimeException {

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
