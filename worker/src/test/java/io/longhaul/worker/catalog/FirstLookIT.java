package io.longhaul.worker.catalog;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.RunSearch.Required;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.predecessor.PersonByVersion;
import io.longhaul.worker.run.Patience;
import io.longhaul.worker.run.StopSignal;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Tag("slow")
class FirstLookIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(POSTGRES, CLICKHOUSE);

    private final StopSignal stop = new StopSignal();
    private JdbiStore store;
    private ServiceUrl clickHouse;
    private ClickHouseTarget other;

    @TempDir
    private Path migrations;

    @BeforeEach
    void connect() {
        store = JdbiStore.pooled(
                ServiceUrl.parse(services.freshPostgresUrl(), List.of("postgresql")), Timers.FASTEST, "test");
        store.migrate();
        clickHouse = ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http"));
        other = new ClickHouseTarget(clickHouse);
    }

    @AfterEach
    void disconnect() {
        stop.give();
        other.close();
        store.close();
    }

    @Test
    void onAFreshInstallationEverythingIsDoneWithoutARun() throws IOException {
        define("0001_a", "SELECT 0");
        define("0002_b", "SELECT 0", "after: [0001_a]");
        define("0003_c", "SELECT 0", "after: [0002_b, 0001_a]", "versions: { from: '1.0.0', through: '1.1.0' }");
        // Its name comes first, its turn last.
        define("0000_z", "SELECT 0", "after: [0003_c]");

        look("w-1");

        assertThat(states())
                .containsExactly(
                        "0000_z NOT_REQUIRED", "0001_a NOT_REQUIRED", "0002_b NOT_REQUIRED", "0003_c NOT_REQUIRED");
        Run run = newest("0003_c").orElseThrow();
        assertThat(run.askedBy()).isEqualTo("w-1");
        assertThat(run.reason()).contains("its required check says that there is nothing to do");
        assertThat(run.finishedAt()).isPresent();
        assertThat(run.startedAt()).isEmpty();
        assertThat(store.events().of(run.id())).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("ended");
            assertThat(event.actor()).contains("w-1");
            assertThat(event.text())
                    .isEqualTo("not required, as w-1 found: its required check says that there is nothing to do");
        });
        assertThat(required("0003_c")).map(Required::here).contains(false);
    }

    /** Theirs stood in the way of every upgrade until somebody completed them by hand. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onAFreshInstallationThePredecessorsChainIsDoneBeforeAndAfterItsTablesAreMade(boolean tablesAreMade)
            throws IOException, URISyntaxException {
        if (tablesAreMade) {
            Stream.of(
                            "events (timestamp DateTime, event String, person_id UInt64) ENGINE = MergeTree ORDER BY (timestamp, event, person_id)",
                            "person_distinct_id2 (distinct_id String COMMENT 'filled by 0002') ENGINE = MergeTree ORDER BY ()",
                            "sessions (n UInt8) ENGINE = ReplacingMergeTree ORDER BY ()",
                            "person (version UInt64) ENGINE = ReplacingMergeTree(version) ORDER BY ()")
                    .forEach(this::create);
        }
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(FirstLookIT.class.getResource("/predecessor"))
                        .toURI()))) {
            for (Path file :
                    files.filter(any -> any.toString().endsWith(".yaml")).toList()) {
                // That one is in Java.
                Files.writeString(
                        migrations.resolve(file.getFileName().toString()),
                        Files.readString(file)
                                .replace("after: [0004_person_by_version]", "after: [0003_replacing_engines]"));
            }
        }

        look("w-1");

        assertThat(states()).hasSize(6).allSatisfy(line -> assertThat(line).endsWith("NOT_REQUIRED"));
        assertThat(new Checks(new Targets(Map.of(Engine.CLICKHOUSE, other)))
                        .isRequired(new PersonByVersion().migration()))
                .isFalse();
    }

    private void create(String table) {
        assertThat(other.execute(new TargetStatement(new QueryId("create"), "CREATE TABLE " + table, Map.of())))
                .isInstanceOf(Outcome.Returned.class);
    }

    @Test
    void ofTwoWorkersThatLookAtOnceOneCompletesAMigration() throws IOException {
        for (int i = 1; i <= 9; i++) {
            define("000%d_m".formatted(i), "SELECT 0");
        }
        ShippedMigrations shipped = ShippedMigrations.read(migrations);
        List<FirstLook> looks =
                Stream.of("w-1", "w-2").map(worker -> prepared(worker, shipped)).toList();

        looks.stream().map(CompletableFuture::runAsync).toList().forEach(CompletableFuture::join);

        assertThat(states()).hasSize(9).allSatisfy(line -> assertThat(line).endsWith("NOT_REQUIRED"));
        assertThat(store.search().runs("")).hasSize(9);
    }

    @Test
    void whatIsRequiredIsRememberedAndLeftToPeople() throws IOException {
        define("0001_a", "SELECT 1");
        define("0002_b", "SELECT 0", "after: [0001_a]");

        look("w-1");

        assertThat(states()).containsExactly("0001_a never", "0002_b never");
        assertThat(required("0001_a").orElseThrow().here()).isTrue();
        assertThat(required("0001_a").orElseThrow().by()).isEqualTo(new WorkerId("w-1"));
        // What comes before it is still to be done, and may make something to do.
        assertThat(required("0002_b")).isEmpty();
    }

    @Test
    void aMigrationThatEverRanIsLeftAsItIs() throws IOException {
        define("0001_a", "SELECT 0");
        define("0002_b", "SELECT 0");
        ShippedMigrations shipped = ShippedMigrations.read(migrations);
        FirstLook look = prepared("w-1", shipped);
        store.runs().enqueue(new RunRequest(new MigrationId("0001_a"), Map.of(), "alice", Optional.empty()));
        store.runs().enqueue(new RunRequest(new MigrationId("0002_b"), Map.of(), "alice", Optional.empty()));
        store.controls().stop(newest("0002_b").orElseThrow().id(), new By("alice", ""));

        look.run();

        assertThat(states()).containsExactly("0001_a QUEUED", "0002_b CANCELLED");
    }

    @Test
    void aQuestionThatIsAnErrorIsNotTakenForNotRequiredAndIsAskedAgain() throws IOException {
        define("0001_a", "SELECT count() > 0 FROM made_later");
        define("0002_b", "SELECT 0", "after: [0001_a]");
        define("0003_c", "SELECT 0");
        FirstLook look = prepared("w-1", ShippedMigrations.read(migrations));

        CompletableFuture<Void> looking = CompletableFuture.runAsync(look);

        until(() -> states().contains("0003_c NOT_REQUIRED"));
        assertThat(states()).startsWith("0001_a never", "0002_b never");
        assertThat(required("0001_a")).isEmpty();
        assertThat(looking).isNotDone();

        Outcome made = other.execute(new TargetStatement(
                new QueryId("test"), "CREATE TABLE made_later (a UInt8) ENGINE = MergeTree ORDER BY a", Map.of()));
        assertThat(made).isInstanceOf(Outcome.Returned.class);
        looking.join();

        assertThat(states()).containsExactly("0001_a NOT_REQUIRED", "0002_b NOT_REQUIRED", "0003_c NOT_REQUIRED");
    }

    @Test
    void servicesThatAreAwayAreWaitedFor() throws IOException {
        define("0001_a", "SELECT 0");
        FirstLook look = prepared("w-1", ShippedMigrations.read(migrations));
        services.clickhouse().kill();

        CompletableFuture<Void> looking = CompletableFuture.runAsync(look);

        until(() -> !other.isReachable());
        assertThat(states()).containsExactly("0001_a never");
        services.postgres().kill();
        services.clickhouse().start();
        services.postgres().start();
        looking.join();
        until(() -> states().contains("0001_a NOT_REQUIRED"));
    }

    @Test
    void aWorkerThatIsToldToEndAsksNoMore() throws IOException {
        define("0001_a", "SELECT count() > 0 FROM no_such_table");
        CompletableFuture<Void> looking =
                CompletableFuture.runAsync(prepared("w-1", ShippedMigrations.read(migrations)));

        stop.give();

        looking.join();
        assertThat(states()).containsExactly("0001_a never");
    }

    private void look(String worker) {
        prepared(worker, ShippedMigrations.read(migrations)).run();
    }

    private FirstLook prepared(String name, ShippedMigrations shipped) {
        WorkerId worker = new WorkerId(name);
        store.presence().arrive(new Member(name, Kind.WORKER, "db1", 1));
        store.catalog().register(worker, shipped.all());
        Patience patience = new Patience(
                stop,
                new Reachability("postgresql", "test", LoggerFactory.getLogger(FirstLookIT.class), System::nanoTime));
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

    private void define(String id, String required, String... more) throws IOException {
        Files.writeString(migrations.resolve(id + ".yaml"), """
                description: For a test
                required: { clickhouse: "%s" }
                %s
                operations:
                  - clickhouse: SELECT 1
                    rollback: SELECT 1
                """.formatted(required, String.join("\n", more)));
    }

    private List<String> states() {
        return store.search().overview().stream()
                .map(line -> "%s %s"
                        .formatted(
                                line.registered().migration(),
                                line.run().map(Run::state).map(RunState::name).orElse("never")))
                .toList();
    }

    private Optional<Required> required(String id) {
        return store.search()
                .registered(new MigrationId(id))
                .orElseThrow()
                .terms()
                .required();
    }

    private Optional<Run> newest(String id) {
        return store.runs().newest(new MigrationId(id));
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(StoreUnavailable.class)
                .until(condition);
    }
}
