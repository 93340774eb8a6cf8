package io.longhaul.common.lease.redisson;

import io.longhaul.common.lease.Lock;
import io.longhaul.common.run.Hold;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.redisson.api.RLock;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The courtesy lock as a Redisson lock, prolonged by Redisson's watchdog for as long as this process lives. The
 * watchdog falls silent without a word when the key is gone (redisson issue 4698), so whoever relies on the lock calls
 * {@link #take} now and then.
 */
public final class RedissonLock implements Lock {

    static final String KEY = "longhaul:lock";

    private static final Logger log = LoggerFactory.getLogger(RedissonLock.class);

    /** Redisson's locks belong to a thread; ours to the process, so that any thread may ask and release. */
    private static final long PROCESS = 1;

    private static final CompletionStage<Boolean> YES = CompletableFuture.completedStage(true);
    private static final CompletionStage<Boolean> NO = CompletableFuture.completedStage(false);

    private final RedissonConnection redis;

    /**
     * A try or a release got no answer: Redis may keep a key of ours that no watchdog prolongs. It is given up and
     * taken anew, for nobody was told that we hold it.
     */
    private volatile boolean inDoubt;

    public RedissonLock(RedissonConnection redis) {
        this.redis = redis;
    }

    @Override
    public synchronized Answer take(Hold hold) {
        AtomicBoolean abandoned = new AtomicBoolean();
        try {
            return redis.ask(client -> heldOrTaken(client.getLock(KEY), abandoned)
                            .thenCompose(ours -> ours ? signed(client, hold) : NO))
                    ? Answer.HELD
                    : Answer.TAKEN;
        } catch (RedisUnanswered away) {
            abandoned.set(true);
            return Answer.UNREACHABLE;
        }
    }

    /** Without a signature the lock is as good, only nobody may take it from us when our epoch is over. */
    private static CompletionStage<Boolean> signed(RedissonClient client, Hold hold) {
        return script(client, LockOwner.SIGN, client.getId() + ":" + PROCESS, LockOwner.json(hold))
                .handle((signed, failed) -> true);
    }

    private static CompletionStage<Boolean> script(RedissonClient client, String script, Object... arguments) {
        return client.getScript(StringCodec.INSTANCE)
                .evalAsync(RScript.Mode.READ_WRITE, script, RScript.ReturnType.BOOLEAN, List.of(KEY), arguments);
    }

    @Override
    public Optional<Hold> owner() {
        try {
            return redis.ask(client -> client.<String, String>getMap(KEY, StringCodec.INSTANCE)
                            .getAsync(LockOwner.FIELD)
                            .thenApply(Optional::ofNullable))
                    .flatMap(LockOwner::parse);
        } catch (RedisUnanswered away) {
            return Optional.empty();
        }
    }

    @Override
    public boolean force(Hold owner) {
        try {
            return redis.ask(client -> script(client, LockOwner.FORCE, LockOwner.json(owner)));
        } catch (RedisUnanswered away) {
            return false;
        }
    }

    private CompletionStage<Boolean> heldOrTaken(RLock lock, AtomicBoolean abandoned) {
        return inDoubt
                ? giveUp(lock).thenCompose(given -> attempt(lock, abandoned))
                : lock.isHeldByThreadAsync(PROCESS).thenCompose(held -> held ? YES : attempt(lock, abandoned));
    }

    /** When the answer comes after we said that there was none, the lock must not stay taken with nobody knowing. */
    private CompletionStage<Boolean> attempt(RLock lock, AtomicBoolean abandoned) {
        if (abandoned.get()) {
            return NO;
        }
        inDoubt = true;
        return lock.tryLockAsync(PROCESS).thenCompose(taken -> {
            if (taken && abandoned.get()) {
                return giveUp(lock).thenCompose(given -> NO);
            }
            inDoubt = false;
            return taken ? YES : NO;
        });
    }

    @Override
    public synchronized void release() {
        inDoubt = true;
        try {
            inDoubt = !redis.ask(client -> giveUp(client.getLock(KEY)));
        } catch (RedisUnanswered away) {
            log.atDebug().addKeyValue("why", away.why()).log("the lock was not given back; it expires by itself");
        }
    }

    /** Until it is not ours: Redisson counts how often it was taken, and a try without an answer may have counted. */
    private static CompletionStage<Boolean> giveUp(RLock lock) {
        return lock.unlockAsync(PROCESS)
                .handle((given, refused) -> {
                    if (refused == null) {
                        return giveUp(lock);
                    }
                    return isNotOurs(refused) ? YES : CompletableFuture.<Boolean>failedStage(refused);
                })
                .thenCompose(Function.identity());
    }

    private static boolean isNotOurs(Throwable refused) {
        return refused instanceof IllegalMonitorStateException
                || refused.getCause() instanceof IllegalMonitorStateException;
    }
}
