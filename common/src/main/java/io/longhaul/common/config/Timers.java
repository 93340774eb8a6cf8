package io.longhaul.common.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The intervals by which workers and reapers judge each other. Their order is what makes a takeover safe: a worker
 * stops itself before anybody calls it dead.
 *
 * @param heartbeat how often a worker says that it lives; also the statement timeout of that
 * @param lockLease how long Redis keeps the lock of a worker that is gone
 * @param selfFence after how long without a good heartbeat a worker issues nothing new
 * @param deadAfter how long a worker must be silent to be called dead
 * @param reaperPoll how often the reaper looks
 * @param idleInTransaction after how long PostgreSQL ends a worker's transaction that does nothing
 * @param lockTimeout how long the reaper waits for a row
 * @param redisLife how long a sign of life stays in Redis
 * @param sweep how long a queued run may go unclaimed before it is dispatched again
 */
public record Timers(
        Duration heartbeat,
        Duration lockLease,
        Duration selfFence,
        Duration deadAfter,
        Duration reaperPoll,
        Duration idleInTransaction,
        Duration lockTimeout,
        Duration redisLife,
        Duration sweep) {

    public static final Timers DEFAULTS = new Timers(
            Duration.ofSeconds(2),
            Duration.ofSeconds(8),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    /** The shortest that are allowed. */
    public static final Timers FASTEST = new Timers(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(2500),
            Duration.ofSeconds(4),
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5));

    /** Each by the name of its setting, as people write it. */
    public Map<String, String> byName() {
        Map<String, String> byName = new LinkedHashMap<>();
        byName.put("LONGHAUL_HEARTBEAT", Durations.text(heartbeat));
        byName.put("LONGHAUL_LOCK_LEASE", Durations.text(lockLease));
        byName.put("LONGHAUL_SELF_FENCE", Durations.text(selfFence));
        byName.put("LONGHAUL_DEAD_AFTER", Durations.text(deadAfter));
        byName.put("LONGHAUL_REAPER_POLL", Durations.text(reaperPoll));
        byName.put("LONGHAUL_IDLE_IN_TRANSACTION", Durations.text(idleInTransaction));
        byName.put("LONGHAUL_LOCK_TIMEOUT", Durations.text(lockTimeout));
        byName.put("LONGHAUL_REDIS_LIFE", Durations.text(redisLife));
        byName.put("LONGHAUL_SWEEP", Durations.text(sweep));
        return byName;
    }

    /** What is wrong with these values together, each as a sentence; empty when a takeover would be safe. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        floor(problems, "LONGHAUL_HEARTBEAT", heartbeat, FASTEST.heartbeat);
        floor(problems, "LONGHAUL_LOCK_LEASE", lockLease, FASTEST.lockLease);
        floor(problems, "LONGHAUL_SELF_FENCE", selfFence, FASTEST.selfFence);
        floor(problems, "LONGHAUL_DEAD_AFTER", deadAfter, FASTEST.deadAfter);
        floor(problems, "LONGHAUL_REAPER_POLL", reaperPoll, FASTEST.reaperPoll);
        floor(problems, "LONGHAUL_IDLE_IN_TRANSACTION", idleInTransaction, FASTEST.idleInTransaction);
        floor(problems, "LONGHAUL_LOCK_TIMEOUT", lockTimeout, FASTEST.lockTimeout);
        floor(problems, "LONGHAUL_REDIS_LIFE", redisLife, FASTEST.redisLife);
        floor(problems, "LONGHAUL_SWEEP", sweep, FASTEST.sweep);
        order(problems, "four times LONGHAUL_HEARTBEAT", heartbeat.multipliedBy(4), "LONGHAUL_SELF_FENCE", selfFence);
        order(problems, "LONGHAUL_LOCK_LEASE", lockLease, "LONGHAUL_SELF_FENCE", selfFence);
        order(problems, "LONGHAUL_SELF_FENCE", selfFence, "LONGHAUL_DEAD_AFTER", deadAfter);
        order(problems, "LONGHAUL_IDLE_IN_TRANSACTION", idleInTransaction, "LONGHAUL_DEAD_AFTER", deadAfter);
        order(
                problems,
                "three times LONGHAUL_REAPER_POLL",
                reaperPoll.multipliedBy(3),
                "LONGHAUL_DEAD_AFTER",
                deadAfter);
        order(problems, "twice LONGHAUL_HEARTBEAT", heartbeat.multipliedBy(2), "LONGHAUL_REDIS_LIFE", redisLife);
        return problems;
    }

    private static void floor(List<String> problems, String name, Duration value, Duration fastest) {
        if (value.compareTo(fastest) < 0) {
            problems.add("%s is %s; the fastest that is safe is %s"
                    .formatted(name, Durations.text(value), Durations.text(fastest)));
        }
    }

    private static void order(List<String> problems, String lesser, Duration less, String greater, Duration more) {
        if (less.compareTo(more) >= 0) {
            problems.add("%s (%s) must be less than %s (%s)"
                    .formatted(lesser, Durations.text(less), greater, Durations.text(more)));
        }
    }
}
