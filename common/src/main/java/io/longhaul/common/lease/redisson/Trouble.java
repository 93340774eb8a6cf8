package io.longhaul.common.lease.redisson;

import java.util.concurrent.TimeoutException;
import org.redisson.client.RedisTimeoutException;

/** What went wrong between Redis and us, as a clause for people. */
final class Trouble {

    /** Behind this Redisson names sockets and commands; no news to people. */
    private static final String DETAILS = " channel:";

    private Trouble() {}

    static String why(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof TimeoutException || root instanceof RedisTimeoutException) {
            return "no answer in time";
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message.split(DETAILS, 2)[0];
    }
}
