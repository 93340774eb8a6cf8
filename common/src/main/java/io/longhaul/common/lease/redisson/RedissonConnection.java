package io.longhaul.common.lease.redisson;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.redisson.Redisson;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A process's one way to Redis. Comes up whether Redis is there or not, and connects in the background until it is. No
 * question takes longer than {@link #PATIENCE}. Safe for use by many threads.
 */
public final class RedissonConnection implements AutoCloseable {

    /** The longest that anybody waits here. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(RedissonConnection.class);

    /** Less than our patience, so that Redisson itself gives up first and can say why. */
    private static final Duration ANSWER = Duration.ofMillis(1500);

    private static final String VERSION = "redis_version:";

    private static final Duration NEXT_TRY = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ServiceUrl url;
    private final LongSupplier nanoTime;
    private final RedissonClient client;
    private final AtomicBoolean troubled = new AtomicBoolean();
    private final ScheduledExecutorService connector = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "longhaul-redis");
        thread.setDaemon(true);
        return thread;
    });

    /** The try to connect that is under way or was the last. */
    private volatile CompletableFuture<Boolean> connected = new CompletableFuture<>();

    public RedissonConnection(ServiceUrl url, Timers timers, LongSupplier nanoTime) {
        this.url = url;
        this.nanoTime = nanoTime;
        this.client = Redisson.create(RedisSettings.single(url, timers.lockLease(), ANSWER));
        ScheduledFuture<?> unused =
                connector.scheduleWithFixedDelay(this::connect, 0, NEXT_TRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Redisson's first call connects, and blocks its thread for seconds where Redis is away: this thread it may. */
    private void connect() {
        if (connected.isDone()) {
            connected = new CompletableFuture<>();
        }
        try {
            connected.complete(client.getBucket(RedissonLock.KEY).isExists());
            connector.shutdown();
        } catch (RuntimeException away) {
            connected.completeExceptionally(away);
        }
    }

    /** Host and port, for messages. */
    public String address() {
        return url.address();
    }

    /** Asks Redis and waits for the answer. */
    public <T> T ask(Function<RedissonClient, ? extends CompletionStage<T>> question) throws RedisUnanswered {
        long deadline = nanoTime.getAsLong() + PATIENCE.toNanos();
        try {
            connected.get(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
            T answer = question.apply(client)
                    .toCompletableFuture()
                    .get(deadline - nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
            sayWell();
            return answer;
        } catch (ExecutionException | TimeoutException | RedisException failure) {
            throw unanswered(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new RedisUnanswered("interrupted while waiting for Redis", stop);
        }
    }

    private RedisUnanswered unanswered(Exception failure) {
        String why = Trouble.why(failure);
        log.atLevel(troubled.getAndSet(true) ? Level.DEBUG : Level.WARN)
                .addKeyValue("redis", url.address())
                .addKeyValue("why", why)
                .log("Redis does not do what it is asked");
        return new RedisUnanswered(why, failure);
    }

    private void sayWell() {
        if (troubled.getAndSet(false)) {
            log.atInfo().addKeyValue("redis", url.address()).log("Redis answers again");
        }
    }

    /** What Redis says its version is. */
    public String version() throws RedisUnanswered {
        String facts = ask(redis -> redis.getScript(StringCodec.INSTANCE)
                .<String>evalAsync(Mode.READ_ONLY, "return redis.call('INFO', 'server')", ReturnType.STRING));
        return facts.lines()
                .filter(line -> line.startsWith(VERSION))
                .findFirst()
                .map(line -> line.substring(VERSION.length()).strip())
                .orElse("");
    }

    /** Looks at Redis for a doctor. */
    public RedisCheckup checkup() throws RedisUnanswered {
        return RedisCheckup.of(this);
    }

    /** Asks Redis how it is; takes no longer than {@link #PATIENCE}. */
    public Health health() {
        try {
            ask(redis -> redis.getBucket(RedissonLock.KEY).isExistsAsync());
            return new Health(true, "answers");
        } catch (RedisUnanswered away) {
            return new Health(false, away.why());
        }
    }

    @Override
    public void close() {
        connector.shutdownNow();
        client.shutdown(0, FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * How Redis is.
     *
     * @param isWell whether it answered just now
     * @param detail a clause for people
     */
    public record Health(boolean isWell, String detail) {}
}
