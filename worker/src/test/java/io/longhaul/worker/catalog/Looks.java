package io.longhaul.worker.catalog;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.RunSearch.Required;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.run.Patience;
import io.longhaul.worker.run.StopSignal;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/** An installation on which workers look for the first time at the migrations of a directory. */
final class Looks implements AutoCloseable {

    final StopSignal stop = new StopSignal();
    final JdbiStore store;
    final ServiceUrl clickHouse;
    final ClickHouseTarget other;
    private final Path migrations;

    Looks(LocalServices services, Path migrations) {
        this.migrations = migrations;
        store = JdbiStore.pooled(
                ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql")), Timers.FASTEST, "test");
        store.migrate();
        clickHouse = ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http"));
        other = new ClickHouseTarget(clickHouse);
    }

    /** As a worker of this name does that has just started. */
    void look(String worker) {
        prepared(worker, ShippedMigrations.read(migrations)).run();
    }

    /** The same, to be begun later. */
    FirstLook prepared(String name, ShippedMigrations shipped) {
        WorkerId worker = new WorkerId(name);
        store.presence().arrive(new Member(name, Kind.WORKER, "db1", 1));
        store.catalog().register(worker, shipped.all());
        Patience patience = new Patience(
                stop, new Reachability("postgresql", "test", LoggerFactory.getLogger(Looks.class), System::nanoTime));
        Dependencies.NewestRuns newest =
                migration -> patience.ask(() -> store.runs().newest(migration));
        return new FirstLook(
                worker,
                shipped,
                store.catalog(),
                newest,
                new Dependencies(newest, shipped::find),
                new Checks(new Targets(Map.of(Engine.CLICKHOUSE, new ClickHouseTarget(clickHouse)))),
                patience,
                stop);
    }

    /** Writes a migration with this question, and further lines. */
    void define(String id, String required, String... more) throws IOException {
        Files.writeString(migrations.resolve(id + ".yaml"), """
                description: For a test
                required: { clickhouse: "%s" }
                %s
                operations:
                  - clickhouse: SELECT 1
                    rollback: SELECT 1
                """.formatted(required, String.join("\n", more)));
    }

    /** Of all migrations, with how their newest run stands. */
    List<String> states() {
        return store.search().overview().stream()
                .map(line -> "%s %s"
                        .formatted(
                                line.registered().migration(),
                                line.run().map(Run::state).map(RunState::name).orElse("never")))
                .toList();
    }

    Optional<Required> required(String id) {
        return store.search()
                .registered(new MigrationId(id))
                .orElseThrow()
                .terms()
                .required();
    }

    Optional<Run> newest(String id) {
        return store.runs().newest(new MigrationId(id));
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(StoreUnavailable.class)
                .until(condition);
    }

    @Override
    public void close() {
        stop.give();
        other.close();
        store.close();
    }
}
