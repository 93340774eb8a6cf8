package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the store says while PostgreSQL is away, and that it needs nobody's help afterwards. */
@Timeout(120)
@Tag("slow")
class StoreOutageIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.POSTGRES);

    private final ServiceUrl url = FreshStore.parse(services.freshPostgresUrl());
    private final String away = "PostgreSQL at %s cannot be reached".formatted(url.address());

    @AfterEach
    void bringBack() {
        services.postgres().thaw();
        services.postgres().start();
    }

    @Test
    void aBriefStoreSaysThatPostgresIsAwayAndWorksAgainAfterARestart() {
        try (JdbiStore store = JdbiStore.brief(url, FreshStore.TIMERS, "test")) {
            goesAndComesBack(store);
        }
    }

    @Test
    void aPooledStoreSaysThatPostgresIsAwayAndWorksAgainAfterARestart() {
        try (JdbiStore store = JdbiStore.pooled(url, FreshStore.TIMERS, "test")) {
            goesAndComesBack(store);
        }
    }

    private void goesAndComesBack(JdbiStore store) {
        store.migrate();
        new Runs(store, FreshStore.besides(url)).register("0001_a", "0002_b");
        store.runs().enqueue(request("0001_a"));

        services.postgres().kill();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> store.runs().enqueue(request("0002_b")),
                () -> store.search().overview(),
                store::migrate)) {
            unavailable(call, away);
        }

        services.postgres().start();
        await().ignoreExceptionsInstanceOf(StoreUnavailable.class)
                .until(() -> store.runs().enqueue(request("0002_b")) instanceof Enqueued.New);
        assertThat(store.search().overview()).hasSize(2);
    }

    @Test
    void aStoreMayBeMadeWhilePostgresIsAway() {
        services.postgres().kill();
        try (JdbiStore pooled = JdbiStore.pooled(url, FreshStore.TIMERS, "test");
                JdbiStore brief = JdbiStore.brief(url, FreshStore.TIMERS, "test")) {
            unavailable(() -> brief.search().overview(), away);
            unavailable(() -> pooled.search().overview(), away);

            services.postgres().start();
            pooled.migrate();
            await().ignoreExceptionsInstanceOf(StoreUnavailable.class)
                    .until(() -> pooled.search().overview().isEmpty());
            assertThat(brief.search().overview()).isEmpty();
        }
    }

    @Test
    void aPostgresThatStandsStillIsAwayInBoundedTime() {
        try (JdbiStore store = JdbiStore.pooled(url, FreshStore.TIMERS, "test")) {
            store.migrate();
            store.search().overview();
            services.postgres().freeze();
            long before = System.nanoTime();

            unavailable(() -> store.search().overview(), away);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
            services.postgres().thaw();
            await().ignoreExceptionsInstanceOf(StoreUnavailable.class)
                    .until(() -> store.search().overview().isEmpty());
        }
    }

    @Test
    void withoutTablesItSaysWhatToStartFirst() {
        String sentence = "PostgreSQL at %s has no Longhaul tables yet; start a worker or a reaper first"
                .formatted(url.address());
        try (JdbiStore store = JdbiStore.brief(url, FreshStore.TIMERS, "test")) {
            unavailable(() -> store.search().overview(), sentence);
            unavailable(() -> store.runs().enqueue(request("0001_a")), sentence);
        }
    }

    @Test
    void aWrongPasswordAndAWrongDatabaseAreSaid() {
        ServiceUrl stranger = ServiceUrl.parse(
                "postgresql://longhaul:hunter2@%s/%s".formatted(url.address(), url.path()), List.of("postgresql"));
        try (JdbiStore store = JdbiStore.brief(stranger, FreshStore.TIMERS, "test")) {
            String sentence = "PostgreSQL at %s refuses us: password authentication failed for user \"longhaul\""
                    .formatted(url.address());
            unavailable(() -> store.search().overview(), sentence);
            unavailable(store::migrate, sentence);
        }
        ServiceUrl nowhere = FreshStore.parse(services.postgres().url().replaceFirst("/longhaul$", "/nowhere"));
        try (JdbiStore store = JdbiStore.brief(nowhere, FreshStore.TIMERS, "test")) {
            unavailable(
                    () -> store.search().overview(),
                    "PostgreSQL at %s refuses us: database \"nowhere\" does not exist".formatted(url.address()));
        }
    }

    /** One sentence with the address, and nothing in the whole trace that is secret. */
    private void unavailable(ThrowingCallable call, String sentence) {
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(call)
                .withMessage(sentence)
                .satisfies(thrown -> {
                    StringWriter trace = new StringWriter();
                    thrown.printStackTrace(new PrintWriter(trace, true));
                    assertThat(trace.toString())
                            .doesNotContain("hunter2")
                            .doesNotContain(url.password().orElseThrow().reveal());
                });
    }
}
