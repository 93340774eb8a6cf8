package io.longhaul.common.store.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.run.Hold;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store for one test class on a database of its own, empty before each test: register it as a static extension. */
final class FreshStore implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    static final Timers TIMERS = Timers.FASTEST;

    private final LocalServices services = LocalServices.with(Kind.POSTGRES);

    /** Kept, for the driver closes connections that nobody holds any more. */
    private final List<Handle> frozen = new ArrayList<>();

    private @Nullable ServiceUrl url;
    private @Nullable JdbiStore store;
    private @Nullable HikariDataSource beside;

    static ServiceUrl parse(String url) {
        return ServiceUrl.parse(url, List.of("postgresql"));
    }

    /** A way into the same tables beside the store, whose transactions may stand still for as long as a test likes. */
    static Jdbi besides(ServiceUrl url) {
        return Jdbi.create(connections(url));
    }

    private static DataSource connections(ServiceUrl url) {
        return Connections.to(url, "test", Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        services.beforeAll(context);
        url = parse(services.freshPostgresUrl());
        store = JdbiStore.pooled(url(), TIMERS, "longhaul test");
        // Most of what a test does here is a look, and a new connection takes longer than all else in it.
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(connections(url()));
        pool.setMinimumIdle(1);
        beside = new HikariDataSource(pool);
        store().migrate();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sql().useHandle(handle -> handle.execute("TRUNCATE migration, process, setting CASCADE"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        store().close();
        started(beside).close();
        services.afterAll(context);
    }

    /** The address of an empty database. */
    ServiceUrl emptyDatabase() {
        return parse(services.freshPostgresUrl());
    }

    ServiceUrl url() {
        return started(url);
    }

    JdbiStore store() {
        return started(store);
    }

    Jdbi sql() {
        return Jdbi.create(started(beside));
    }

    Runs runs() {
        return new Runs(store(), sql());
    }

    /** A worker's connection that stands still in a transaction, with this run's row in its hand. */
    Handle freeze(Hold hold) {
        Handle handle = Jdbi.create(Connections.to(url(), "frozen", Duration.ofSeconds(10), TIMERS.idleInTransaction()))
                .open();
        frozen.add(handle);
        handle.begin();
        handle.select("SELECT wish FROM run WHERE id = ? FOR SHARE", hold.run().value())
                .mapTo(String.class)
                .one();
        return handle;
    }

    private static <T> T started(@Nullable T value) {
        return Optional.ofNullable(value)
                .orElseThrow(() -> new IllegalStateException("FreshStore is a static @RegisterExtension"));
    }
}
