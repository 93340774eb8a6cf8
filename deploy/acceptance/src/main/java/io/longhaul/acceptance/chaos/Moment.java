package io.longhaul.acceptance.chaos;

import io.longhaul.local.service.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A line of a program's life, recognised by what goes over its links: just before or just after a step that lasts.
 * "After" is when the service has carried the step out and its answer has not reached the program yet.
 */
enum Moment {
    BEFORE_CLAIM(Role.WORKER, Kind.POSTGRES, Sql.CLAIM, false),
    AFTER_CLAIM(Role.WORKER, Kind.POSTGRES, Sql.CLAIM, true),
    BEFORE_ACK(Role.WORKER, Kind.RABBIT, Amqp.ACK, false),
    AFTER_ACK(Role.WORKER, Kind.RABBIT, Amqp.ACK, true),
    BEFORE_LOCK(Role.WORKER, Kind.REDIS, "longhaul:lock", false),
    AFTER_LOCK(Role.WORKER, Kind.REDIS, "longhaul:lock", true),
    BEFORE_BEGIN(Role.WORKER, Kind.POSTGRES, "INSERT INTO plan", false),
    AFTER_BEGIN(Role.WORKER, Kind.POSTGRES, "INSERT INTO plan", true),
    BEFORE_INTEND(Role.WORKER, Kind.POSTGRES, "INSERT INTO attempt", false),
    AFTER_INTEND(Role.WORKER, Kind.POSTGRES, "INSERT INTO attempt", true),
    BEFORE_STATEMENT(Role.WORKER, Kind.CLICKHOUSE, "query_id=lh-", false),
    AFTER_STATEMENT(Role.WORKER, Kind.CLICKHOUSE, "query_id=lh-", true),
    BEFORE_COPY(Role.WORKER, Kind.CLICKHOUSE, "INSERT INTO", false),
    /** A little later than before it: the statement goes on without anybody waiting for it. */
    DURING_STATEMENT(Role.WORKER, Kind.CLICKHOUSE, "INSERT INTO", false),
    AFTER_COPY(Role.WORKER, Kind.CLICKHOUSE, "INSERT INTO", true),
    BEFORE_REPLACE(Role.WORKER, Kind.CLICKHOUSE, "REPLACE PARTITION", false),
    AFTER_REPLACE(Role.WORKER, Kind.CLICKHOUSE, "REPLACE PARTITION", true),
    BEFORE_EXCHANGE(Role.WORKER, Kind.CLICKHOUSE, "EXCHANGE TABLES", false),
    AFTER_EXCHANGE(Role.WORKER, Kind.CLICKHOUSE, "EXCHANGE TABLES", true),
    BEFORE_CONCLUDE(Role.WORKER, Kind.POSTGRES, "UPDATE attempt SET result", false),
    AFTER_CONCLUDE(Role.WORKER, Kind.POSTGRES, "UPDATE attempt SET result", true),
    BEFORE_LEAVE(Role.WORKER, Kind.POSTGRES, Sql.LEAVE, false),
    AFTER_LEAVE(Role.WORKER, Kind.POSTGRES, Sql.LEAVE, true),
    BEFORE_BEAT(Role.WORKER, Kind.POSTGRES, Sql.BEAT, false),
    AFTER_BEAT(Role.WORKER, Kind.POSTGRES, Sql.BEAT, true),
    BEFORE_TAKEOVER(Role.REAPER, Kind.POSTGRES, Sql.TAKEOVER, false),
    AFTER_TAKEOVER(Role.REAPER, Kind.POSTGRES, Sql.TAKEOVER, true),
    BEFORE_PUBLISH(Role.REAPER, Kind.RABBIT, Amqp.PUBLISH, false),
    AFTER_PUBLISH(Role.REAPER, Kind.RABBIT, Amqp.PUBLISH, true),
    BEFORE_ENQUEUE(Role.DISPATCHER, Kind.POSTGRES, "INSERT INTO run ", false),
    AFTER_ENQUEUE(Role.DISPATCHER, Kind.POSTGRES, "INSERT INTO run ", true),
    BEFORE_FIRST_PUBLISH(Role.DISPATCHER, Kind.RABBIT, Amqp.PUBLISH, false),
    AFTER_FIRST_PUBLISH(Role.DISPATCHER, Kind.RABBIT, Amqp.PUBLISH, true);

    private final Role role;
    private final Kind service;
    private final String sign;
    private final boolean after;

    Moment(Role role, Kind service, String sign, boolean after) {
        this.role = role;
        this.service = service;
        this.sign = sign;
        this.after = after;
    }

    /** Those in the life of programs of a role. */
    static List<Moment> of(Role role) {
        return Arrays.stream(values()).filter(moment -> moment.role == role).toList();
    }

    Role role() {
        return role;
    }

    /** Whether this is it, seen in what a program of this role says to the service. */
    boolean isIn(Role speaker, Kind listener, String said) {
        return speaker == role && listener == service && said.contains(sign);
    }

    /** Whether it comes once with each claim of a run. */
    boolean isOfAClaim() {
        return switch (this) {
            case BEFORE_CLAIM, AFTER_CLAIM, BEFORE_ACK, AFTER_ACK, BEFORE_BEGIN, AFTER_BEGIN -> true;
            default -> false;
        };
    }

    /** Whether it comes once with each end of a run. */
    boolean isOfAnEnd() {
        return switch (this) {
            case BEFORE_EXCHANGE, AFTER_EXCHANGE, BEFORE_LEAVE, AFTER_LEAVE -> true;
            default -> false;
        };
    }

    /** Whether the step is to be carried out first. */
    boolean isAfter() {
        return after;
    }

    /**
     * Whether what was said may arrive long after its program was given up for dead. A hand-written EXCHANGE may not:
     * nothing in its text tells ClickHouse that its time is over (docs/decisions/0041).
     */
    boolean mayBeHeldBack() {
        return this != BEFORE_STATEMENT && this != BEFORE_EXCHANGE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class Sql {
        static final String CLAIM = "SET state = 'STARTING'";
        static final String LEAVE = "slot = NULL, wish = 'RUN', reason";
        static final String BEAT = "beat_at = now(), progress";
        static final String TAKEOVER = "crashes + 1";
    }

    /** Class and method of a method frame (AMQP 0-9-1, section 1.8.3). */
    private static final class Amqp {
        static final String ACK = "\0\74\0\120";
        static final String PUBLISH = "\0\74\0\50";
    }
}
