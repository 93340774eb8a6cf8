package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.store.Enqueued;
import java.util.List;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same asked for by many at once. */
class EnqueueRaceIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void eightWhoAskAtOnceWithOneKeyGetOneRun() throws Exception {
        runs.register("0001_a");
        try (AtOnce atOnce = new AtOnce()) {
            List<Enqueued> answers = atOnce.times(8, () -> store.runs().enqueue(request("0001_a", "deploy-7")));

            assertThat(answers).filteredOn(Enqueued.New.class::isInstance).hasSize(1);
            assertThat(answers).filteredOn(Enqueued.Known.class::isInstance).hasSize(7);
            assertThat(count("run")).isEqualTo(1);
            assertThat(count("outbox")).isEqualTo(1);
        }
    }

    @Test
    void eightWhoAskAtOnceWithoutAKeyGetOneRunAndItsName() throws Exception {
        runs.register("0001_a");
        try (AtOnce atOnce = new AtOnce()) {
            List<Enqueued> answers = atOnce.times(8, () -> store.runs().enqueue(request("0001_a")));

            assertThat(answers).filteredOn(Enqueued.New.class::isInstance).hasSize(1);
            assertThat(answers)
                    .filteredOn(Enqueued.Unfinished.class::isInstance)
                    .hasSize(7);
            assertThat(count("run")).isEqualTo(1);
        }
    }

    @Test
    void theServersDefaultIsolationChangesNothing() throws Exception {
        String database = fresh.url().path();
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "ALTER DATABASE %s SET default_transaction_isolation = 'serializable'".formatted(database)));
        runs.register("0001_a");
        try (JdbiStore strict = JdbiStore.brief(fresh.url(), FreshStore.TIMERS, "strict");
                AtOnce atOnce = new AtOnce();
                Handle gate = fresh.sql().open()) {
            gate.execute("SELECT pg_advisory_lock(hashtext('longhaul.enqueue'))");
            Future<Enqueued> one = atOnce.begin(() -> strict.runs().enqueue(request("0001_a")));
            Future<Enqueued> two = atOnce.begin(() -> strict.runs().enqueue(request("0001_a")));
            await().until(() -> gate.select("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'")
                            .mapTo(Integer.class)
                            .one()
                    == 2);
            gate.execute("SELECT pg_advisory_unlock(hashtext('longhaul.enqueue'))");

            assertThat(List.of(one.get(), two.get()))
                    .hasAtLeastOneElementOfType(Enqueued.New.class)
                    .hasAtLeastOneElementOfType(Enqueued.Unfinished.class);
        } finally {
            fresh.sql()
                    .useHandle(handle -> handle.execute(
                            "ALTER DATABASE %s RESET default_transaction_isolation".formatted(database)));
        }
    }

    private static long count(String table) {
        return fresh.sql()
                .withHandle(handle -> handle.select("SELECT count(*) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }
}
