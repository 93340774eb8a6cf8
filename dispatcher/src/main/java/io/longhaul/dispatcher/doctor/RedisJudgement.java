package io.longhaul.dispatcher.doctor;

import io.longhaul.common.lease.redisson.RedisCheckup;
import io.longhaul.common.report.ClockOffset;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How Redis is, and whose the lock in it. */
final class RedisJudgement {

    static final String PART = "redis";

    private RedisJudgement() {}

    /** {@code runs} are the newest of every migration, where the store could be asked. */
    static List<Finding> of(Sight<RedisSight> seen, Optional<Map<RunId, Run>> runs) {
        return seen.fold(
                sight -> of(sight, runs),
                why -> List.of(Finding.unreachable(
                        PART,
                        why,
                        "start it, or set LONGHAUL_REDIS_URL right; runs at work go on, others wait to start")));
    }

    private static List<Finding> of(RedisSight seen, Optional<Map<RunId, Run>> runs) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(PART, "reachable", seen.address()));
        findings.add(ServiceJudgement.version(PART, seen.redis().version(), ServiceJudgement.REDIS));
        findings.add(ServiceJudgement.clock(PART, seen.clock(), "this machine's"));
        findings.add(eviction(seen.redis().eviction()));
        findings.add(lock(seen.redis(), runs));
        return findings;
    }

    private static Finding eviction(String policy) {
        return policy.equals("noeviction")
                ? Finding.ok(PART, "eviction", policy)
                : Finding.warning(
                        PART,
                        "eviction",
                        policy.isEmpty() ? "it does not say" : policy,
                        "set maxmemory-policy noeviction: the lock and the tasks may vanish when its memory is full");
    }

    private static Finding lock(RedisCheckup redis, Optional<Map<RunId, Run>> runs) {
        if (!redis.locked()) {
            return Finding.ok(PART, "lock", "free");
        }
        if (redis.owner().isEmpty()) {
            return Finding.warning(
                    PART,
                    "lock",
                    "taken by somebody who does not say so",
                    "it goes by itself if its owner is dead; if it stays: redis-cli HGETALL longhaul:lock");
        }
        Hold owner = redis.owner().get();
        String found = "%s has it for run %s, epoch %s"
                .formatted(owner.worker(), owner.run().brief(), owner.epoch());
        if (runs.isEmpty()) {
            return Finding.ok(PART, "lock", found + "; whether that is over only PostgreSQL knows");
        }
        return isOver(owner, Optional.ofNullable(runs.get().get(owner.run())))
                ? Finding.warning(
                        PART,
                        "lock",
                        found + ", which is over",
                        "nothing: whoever has the run next takes it after LONGHAUL_LOCK_LEASE; if %s still runs, end it"
                                .formatted(owner.worker()))
                : Finding.ok(PART, "lock", found);
    }

    /** A run that is not the newest of its migration is over, whatever it was. */
    private static boolean isOver(Hold owner, Optional<Run> run) {
        return run.filter(found -> found.state().isOwned())
                .map(found -> !found.epoch().equals(owner.epoch()))
                .orElse(true);
    }

    /**
     * What was seen of Redis.
     *
     * @param address host and port
     * @param redis how it is
     * @param clock against this machine's
     */
    record RedisSight(String address, RedisCheckup redis, ClockOffset clock) {}
}
