package io.longhaul.common.store.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.store.Catalog;
import io.longhaul.common.store.Checkpoints;
import io.longhaul.common.store.Checkup;
import io.longhaul.common.store.Chunks;
import io.longhaul.common.store.CleanUps;
import io.longhaul.common.store.Controls;
import io.longhaul.common.store.Events;
import io.longhaul.common.store.Journal;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Outbox;
import io.longhaul.common.store.Presence;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunStore;
import io.longhaul.common.store.Settings;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.Takeovers;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The store on one PostgreSQL: hands out the ports, and owns the connections behind them. */
public final class JdbiStore implements AutoCloseable {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);

    /** Flyway holds its lock in a transaction that is idle while the tables change. */
    private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(10);

    private final ServiceUrl url;
    private final Timers timers;
    private final String application;
    private final Database database;
    private final Runnable close;

    private JdbiStore(ServiceUrl url, Timers timers, String application, DataSource source, Runnable close) {
        this.url = url;
        this.timers = timers;
        this.application = application;
        this.database = new Database(source, url.address());
        this.close = close;
    }

    /** For a command that asks a few questions and ends: connects when it must, keeps nothing open. */
    public static JdbiStore brief(ServiceUrl url, Timers timers, String application) {
        DataSource source = Connections.to(url, application, STATEMENT_TIMEOUT, timers.idleInTransaction());
        return new JdbiStore(url, timers, application, source, () -> {});
    }

    /** For a program that stays: a small pool. Opens nothing yet, so that it may be made while PostgreSQL is away. */
    public static JdbiStore pooled(ServiceUrl url, Timers timers, String application) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(Connections.to(url, application, STATEMENT_TIMEOUT, timers.idleInTransaction()));
        config.setPoolName("longhaul");
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(5_000);
        config.setValidationTimeout(2_000);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        return new JdbiStore(url, timers, application, pool, pool::close);
    }

    /** Brings the tables up to date. Several programs may do so at once. Throws {@link StoreUnavailable}. */
    public void migrate() {
        try {
            flyway(MIGRATION_TIMEOUT).migrate();
        } catch (FlywayException failed) {
            String sentence = database.unavailable(failed)
                    .orElseGet(() ->
                            "the tables in PostgreSQL at %s cannot be brought up to date".formatted(url.address()));
            throw new StoreUnavailable(sentence, failed);
        }
    }

    /** Whether anything of Longhaul was ever started on this database. Throws {@link StoreUnavailable}. */
    public boolean hasTables() {
        return database.with(handle -> handle.createQuery("SELECT to_regclass('longhaul.migration') IS NOT NULL")
                .mapTo(Boolean.class)
                .one());
    }

    private Flyway flyway(Duration timeout) {
        return Flyway.configure()
                .dataSource(Connections.to(url, application + " tables", timeout, timeout))
                .schemas(Connections.SCHEMA)
                .defaultSchema(Connections.SCHEMA)
                .locations("classpath:io/longhaul/common/store/jdbi")
                .load();
    }

    /** What PostgreSQL says its version is. Throws {@link StoreUnavailable}. */
    public String version() {
        return database.with(handle ->
                handle.createQuery("SHOW server_version").mapTo(String.class).one());
    }

    public Checkup checkup() {
        return new JdbiCheckup(
                database,
                timers.deadAfter(),
                () -> TableState.of(flyway(STATEMENT_TIMEOUT).info().all()));
    }

    public RunStore runs() {
        return new JdbiRunStore(database, timers.deadAfter());
    }

    public Journal journal() {
        return new JdbiJournal(database);
    }

    public Checkpoints checkpoints() {
        return new JdbiCheckpoints(database);
    }

    public Chunks chunks() {
        return new JdbiChunks(database);
    }

    public CleanUps cleanUps() {
        return new JdbiCleanUps(database, timers.deadAfter());
    }

    public Catalog catalog() {
        return new JdbiCatalog(database);
    }

    public Outbox outbox() {
        return new JdbiOutbox(database);
    }

    public Presence presence() {
        return new JdbiPresence(database);
    }

    public Events events() {
        return new JdbiEvents(database);
    }

    public RunSearch search() {
        return new JdbiRunSearch(database, timers.deadAfter());
    }

    public Takeovers takeovers() {
        return new JdbiTakeovers(database, timers.lockTimeout());
    }

    public Controls controls() {
        return new JdbiControls(database, timers.deadAfter());
    }

    public Settings settings() {
        return new JdbiSettings(database);
    }

    /** A connection of its own, outside the pool, whose statements time out after one heartbeat. */
    public Lifeline lifeline() {
        DataSource own =
                Connections.to(url, application + " heartbeat", timers.heartbeat(), timers.idleInTransaction());
        return new JdbiLifeline(own, new Database(own, url.address()));
    }

    @Override
    public void close() {
        close.run();
    }
}
