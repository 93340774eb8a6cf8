package io.longhaul.local.junit;

import io.longhaul.local.service.Kind;
import io.longhaul.local.service.Service;
import io.longhaul.local.service.ServiceSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/** The services of a test class: register it as a static extension, then ask it for addresses. */
public final class LocalServices implements BeforeAllCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(LocalServices.class);

    private final boolean own;
    private final List<Kind> kinds;
    private volatile @Nullable ServiceSet services;

    private LocalServices(boolean own, Kind... kinds) {
        this.own = own;
        this.kinds = List.of(kinds);
    }

    /** Services shared by all classes of this JVM, started with the first class that needs them. */
    public static LocalServices with(Kind... kinds) {
        return new LocalServices(false, kinds);
    }

    /** Services for this class alone, which may kill, stop and freeze them. */
    public static LocalServices own(Kind... kinds) {
        return new LocalServices(true, kinds);
    }

    /** The same without a test class: nothing is started yet, and all of it ends with this JVM or when it is closed. */
    public static ServiceSet ownSet() {
        return TestServices.own();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ServiceSet set = own ? TestServices.own() : shared(context);
        services = set;
        set.start(kinds);
    }

    private static ServiceSet shared(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent("shared", key -> TestServices.shared(), ServiceSet.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (own) {
            set().close();
        }
    }

    public Service postgres() {
        return set().of(Kind.POSTGRES);
    }

    public Service rabbit() {
        return set().of(Kind.RABBIT);
    }

    public Service redis() {
        return set().of(Kind.REDIS);
    }

    public Service clickhouse() {
        return set().of(Kind.CLICKHOUSE);
    }

    /** A new database, {@code postgresql://user:password@127.0.0.1:port/name}. */
    public String freshPostgresUrl() {
        return postgres().freshUrl();
    }

    /** A new virtual host, {@code amqp://guest:guest@127.0.0.1:port/name}. */
    public String freshRabbitUrl() {
        return rabbit().freshUrl();
    }

    /** A Redis database that nobody else got, {@code redis://127.0.0.1:port/number}; channels are still common. */
    public String freshRedisUrl() {
        return redis().freshUrl();
    }

    /** A new database of engine Atomic, {@code http://127.0.0.1:port/name}. */
    public String freshClickHouseUrl() {
        return clickhouse().freshUrl();
    }

    /** All of them. */
    public ServiceSet set() {
        return Optional.ofNullable(services)
                .orElseThrow(() -> new IllegalStateException(
                        "the services start before the first test: ask for them in a test or a @Before method,"
                                + " and register LocalServices as a static @RegisterExtension"));
    }
}
