package io.longhaul.worker.rebuild;

import java.util.List;
import java.util.Map;

/** Says whether the database may be given more to do. Safe for use by many threads. */
public interface Throttle {

    /** Waits a while if not, and answers whether it may by then. */
    boolean mayGoOn(Looking looking) throws InterruptedException;

    /** Reads small results from the database. */
    interface Looking {
        List<Map<String, String>> rows(String query, Map<String, String> parameters) throws InterruptedException;
    }
}
