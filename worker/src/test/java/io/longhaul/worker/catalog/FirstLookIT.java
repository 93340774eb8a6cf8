package io.longhaul.worker.catalog;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.RunSearch.Required;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.predecessor.PersonByVersion;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.Targets;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class FirstLookIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(POSTGRES, CLICKHOUSE);

    @TempDir
    private Path migrations;

    @AutoClose
    private Looks looks;

    @BeforeEach
    void install() {
        looks = new Looks(services, migrations);
    }

    @Test
    void onAFreshInstallationEverythingIsDoneWithoutARun() throws IOException {
        looks.define("0001_a", "SELECT 0");
        looks.define("0002_b", "SELECT 0", "after: [0001_a]");
        looks.define("0003_c", "SELECT 0", "after: [0002_b, 0001_a]", "versions: { from: '1.0.0', through: '1.1.0' }");
        // Its name comes first, its turn last.
        looks.define("0000_z", "SELECT 0", "after: [0003_c]");

        looks.look("w-1");

        assertThat(looks.states())
                .containsExactly(
                        "0000_z NOT_REQUIRED", "0001_a NOT_REQUIRED", "0002_b NOT_REQUIRED", "0003_c NOT_REQUIRED");
        Run run = looks.newest("0003_c").orElseThrow();
        assertThat(run.askedBy()).isEqualTo("w-1");
        assertThat(run.reason()).contains("its required check says that there is nothing to do");
        assertThat(run.finishedAt()).isPresent();
        assertThat(run.startedAt()).isEmpty();
        assertThat(looks.store.events().of(run.id())).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("ended");
            assertThat(event.actor()).contains("w-1");
            assertThat(event.text())
                    .isEqualTo("not required, as w-1 found: its required check says that there is nothing to do");
        });
        assertThat(looks.required("0003_c")).map(Required::here).contains(false);
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

        looks.look("w-1");

        assertThat(looks.states())
                .hasSize(6)
                .allSatisfy(line -> assertThat(line).endsWith("NOT_REQUIRED"));
        assertThat(new Checks(new Targets(Map.of(Engine.CLICKHOUSE, looks.other)))
                        .isRequired(new PersonByVersion().migration()))
                .isFalse();
    }

    private void create(String table) {
        assertThat(looks.other.execute(new TargetStatement(new QueryId("create"), "CREATE TABLE " + table, Map.of())))
                .isInstanceOf(Outcome.Returned.class);
    }

    @Test
    void ofTwoWorkersThatLookAtOnceOneCompletesAMigration() throws IOException {
        for (int i = 1; i <= 9; i++) {
            looks.define("000%d_m".formatted(i), "SELECT 0");
        }
        ShippedMigrations shipped = ShippedMigrations.read(migrations);
        List<FirstLook> both = Stream.of("w-1", "w-2")
                .map(worker -> looks.prepared(worker, shipped))
                .toList();

        both.stream().map(CompletableFuture::runAsync).toList().forEach(CompletableFuture::join);

        assertThat(looks.states())
                .hasSize(9)
                .allSatisfy(line -> assertThat(line).endsWith("NOT_REQUIRED"));
        assertThat(looks.store.search().runs("")).hasSize(9);
    }

    @Test
    void whatIsRequiredIsRememberedAndLeftToPeople() throws IOException {
        looks.define("0001_a", "SELECT 1");
        looks.define("0002_b", "SELECT 0", "after: [0001_a]");

        looks.look("w-1");

        assertThat(looks.states()).containsExactly("0001_a never", "0002_b never");
        assertThat(looks.required("0001_a").orElseThrow().here()).isTrue();
        assertThat(looks.required("0001_a").orElseThrow().by()).isEqualTo(new WorkerId("w-1"));
        // What comes before it is still to be done, and may make something to do.
        assertThat(looks.required("0002_b")).isEmpty();
    }

    @Test
    void aMigrationThatEverRanIsLeftAsItIs() throws IOException {
        looks.define("0001_a", "SELECT 0");
        looks.define("0002_b", "SELECT 0");
        ShippedMigrations shipped = ShippedMigrations.read(migrations);
        FirstLook look = looks.prepared("w-1", shipped);
        looks.store.runs().enqueue(new RunRequest(new MigrationId("0001_a"), Map.of(), "alice", Optional.empty()));
        looks.store.runs().enqueue(new RunRequest(new MigrationId("0002_b"), Map.of(), "alice", Optional.empty()));
        looks.store.controls().stop(looks.newest("0002_b").orElseThrow().id(), new By("alice", ""));

        look.run();

        assertThat(looks.states()).containsExactly("0001_a QUEUED", "0002_b CANCELLED");
    }

    @Test
    void aQuestionThatIsAnErrorIsNotTakenForNotRequiredAndIsAskedAgain() throws IOException {
        looks.define("0001_a", "SELECT count() > 0 FROM made_later");
        looks.define("0002_b", "SELECT 0", "after: [0001_a]");
        looks.define("0003_c", "SELECT 0");
        FirstLook look = looks.prepared("w-1", ShippedMigrations.read(migrations));

        CompletableFuture<Void> looking = CompletableFuture.runAsync(look);

        Looks.until(() -> looks.states().contains("0003_c NOT_REQUIRED"));
        assertThat(looks.states()).startsWith("0001_a never", "0002_b never");
        assertThat(looks.required("0001_a")).isEmpty();
        assertThat(looking).isNotDone();

        Outcome made = looks.other.execute(new TargetStatement(
                new QueryId("test"), "CREATE TABLE made_later (a UInt8) ENGINE = MergeTree ORDER BY a", Map.of()));
        assertThat(made).isInstanceOf(Outcome.Returned.class);
        looking.join();

        assertThat(looks.states()).containsExactly("0001_a NOT_REQUIRED", "0002_b NOT_REQUIRED", "0003_c NOT_REQUIRED");
    }

    @Test
    void servicesThatAreAwayAreWaitedFor() throws IOException {
        looks.define("0001_a", "SELECT 0");
        FirstLook look = looks.prepared("w-1", ShippedMigrations.read(migrations));
        services.clickhouse().kill();

        CompletableFuture<Void> looking = CompletableFuture.runAsync(look);

        Looks.until(() -> !looks.other.isReachable());
        assertThat(looks.states()).containsExactly("0001_a never");
        services.postgres().kill();
        services.clickhouse().start();
        services.postgres().start();
        looking.join();
        Looks.until(() -> looks.states().contains("0001_a NOT_REQUIRED"));
    }

    @Test
    void aWorkerThatIsToldToEndAsksNoMore() throws IOException {
        looks.define("0001_a", "SELECT count() > 0 FROM no_such_table");
        CompletableFuture<Void> looking =
                CompletableFuture.runAsync(looks.prepared("w-1", ShippedMigrations.read(migrations)));

        looks.stop.give();

        looking.join();
        assertThat(looks.states()).containsExactly("0001_a never");
    }
}
