package io.longhaul.common.lease.redisson;

/** Redis did not answer in time, or refused; the message is a clause for people. */
public final class RedisUnanswered extends Exception {

    RedisUnanswered(String why, Throwable cause) {
        super(why, cause);
    }

    /** The reason, as a clause. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
