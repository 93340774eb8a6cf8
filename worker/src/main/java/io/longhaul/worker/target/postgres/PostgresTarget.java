package io.longhaul.worker.target.postgres;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.worker.target.Marks;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One PostgreSQL database. A statement is a transaction, which begins by holding the run's fence and ends with a mark
 * that proves it; {@code application_name} is its query id.
 */
public final class PostgresTarget implements Target {

    private static final Duration READ_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration GLANCE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration NETWORK = Duration.ofSeconds(1);

    /**
     * Who waits for a lock holds up all who come after: better to try again. A stopped worker must hold none. The fence
     * needs to see what others have just committed.
     */
    private static final String ACTING = "-c statement_timeout=0 -c lock_timeout=10s"
            + " -c idle_in_transaction_session_timeout=10s -c default_transaction_isolation=read\\ committed";

    private static final String READING = "-c default_transaction_read_only=on -c statement_timeout=%d";

    private static final String WATCHING =
            "-c statement_timeout=%d -c lock_timeout=1s -c default_transaction_isolation=read\\ committed";

    private final Acting acting;
    private final PostgresSession reading;
    private final Watching watching;

    /** Connects when first used. */
    public PostgresTarget(ServiceUrl url) {
        this(url, ACTING, READ_TIMEOUT, WATCHING.formatted(GLANCE_TIMEOUT.toMillis()), GLANCE_TIMEOUT);
    }

    /** For who only looks: the server itself refuses whatever would change something, and ends what takes too long. */
    public static PostgresTarget readOnly(ServiceUrl url, Duration timeout) {
        String settings = READING.formatted(timeout.toMillis());
        return new PostgresTarget(url, settings, timeout, settings, timeout);
    }

    private PostgresTarget(
            ServiceUrl url, String acting, Duration readTimeout, String watching, Duration watchTimeout) {
        this.acting = new Acting(new PostgresSource(url, acting, Duration.ZERO));
        this.reading = new PostgresSession(
                new PostgresSource(url, READING.formatted(readTimeout.toMillis()), readTimeout.plus(NETWORK)));
        this.watching = new Watching(new PostgresSource(url, watching, watchTimeout.plus(NETWORK)));
    }

    @Override
    public Outcome execute(TargetStatement statement) {
        return acting.carryOut(statement);
    }

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        synchronized (reading) {
            return new Rows(reading).of(query, parameters);
        }
    }

    @Override
    public Optional<Running> running(QueryId query) {
        return watching.running(query);
    }

    @Override
    public List<QueryId> running(String prefix) {
        return watching.running(prefix);
    }

    @Override
    public void kill(QueryId query) {
        watching.kill(query);
    }

    /** There are no staging tables on PostgreSQL: a transaction that broke off has left nothing. */
    @Override
    public List<String> tables(String prefix) {
        return List.of();
    }

    @Override
    public long freeDiskBytes() {
        throw new TargetRefused(new Failure("check", "freeDisk", "PostgreSQL does not say how much disk is free"));
    }

    @Override
    public long freeDiskBytesFor(String table) {
        return freeDiskBytes();
    }

    @Override
    public long rowCount(String table) {
        return number(rows("SELECT count(*) AS n FROM {table:identifier}", Map.of("table", table)));
    }

    @Override
    public long tableBytes(String table) {
        return number(rows(
                "SELECT pg_total_relation_size(CAST({name:text} AS regclass)) AS n", Map.of("name", quoted(table))));
    }

    private static long number(List<Map<String, String>> rows) {
        return Long.parseLong(rows.get(0).getOrDefault("n", "0"));
    }

    @Override
    public boolean changedNothing(Failure failure) {
        return PostgresErrors.changedNothing(failure);
    }

    @Override
    public boolean mayPass(Failure failure) {
        return PostgresErrors.mayPass(failure);
    }

    @Override
    public boolean gaveNoAnswer(Failure failure) {
        return PostgresErrors.gaveNoAnswer(failure);
    }

    @Override
    public String quoted(String identifier) {
        return Bound.quoted(identifier);
    }

    @Override
    public void fence(Hold hold) {
        watching.fence(hold);
    }

    @Override
    public Optional<Boolean> committed(QueryId query) {
        return Optional.of(watching.isProven(query));
    }

    @Override
    public boolean mark(QueryId query) {
        watching.mark(query);
        return true;
    }

    @Override
    public Marks marks(RunId run) {
        return watching.marks(run);
    }

    @Override
    public boolean isReachable() {
        return watching.isReachable();
    }

    @Override
    public void close() {
        synchronized (reading) {
            reading.close();
        }
        watching.close();
    }
}
