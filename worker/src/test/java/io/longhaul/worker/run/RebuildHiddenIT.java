package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.TestDirectory;
import io.longhaul.local.service.PrivateClickHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that a server does not show to the worker's user: both sides of each comparison would be without them. */
@Tag("slow")
class RebuildHiddenIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final int ROWS = 300;
    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));
    private static final By ALICE = new By("alice", "");

    private final Path directory = TestDirectory.create();
    private final Path users = directory.resolve("users.xml");

    @AutoClose
    private final PrivateClickHouse server = new PrivateClickHouse(
            "clickhouse", directory, Lifetime.WITH_JVM, Optional.of(directory.resolve("config.xml")));

    /** The server's only user sees these rows of the table, and has these settings. */
    private void startFor(String rows, String settings) throws IOException {
        Files.writeString(
                directory.resolve("config.xml"),
                "<clickhouse><users_config>%s</users_config></clickhouse>".formatted(users));
        Files.writeString(users, """
                <clickhouse>
                  <profiles><default>%s</default></profiles>
                  <quotas><default></default></quotas>
                  <users><default>
                    <password></password><networks><ip>::/0</ip></networks>
                    <profile>default</profile><quota>default</quota>
                    <databases><longhaul><events><filter>%s</filter></events></longhaul></databases>
                  </default></users>
                </clickhouse>
                """.formatted(settings, rows));
        server.stop();
        server.start();
    }

    private Bench bench() {
        return Rebuilt.bench(services, server.url(), OTHER_KEY, ROWS);
    }

    private static String reason(Bench bench, RunId run) {
        return bench.find(run).reason().orElse("");
    }

    @Test
    void aTableIsNotRebuiltByAUserWhoDoesNotSeeAllOfIt() throws IOException {
        assertIsRefused(
                "id &lt; 100",
                "",
                "200 rows of events are hidden from user default by a row policy or a filter of its profile, and would"
                        + " be lost; let it see all: CREATE ROW POLICY longhaul ON events USING 1 TO default");
    }

    @Test
    void norByOneWhoDoesNotHearWhenAResultIsCutShort() throws IOException {
        assertIsRefused(
                "1",
                "<timeout_overflow_mode>break</timeout_overflow_mode>",
                "the profile of user default ends results early without an error, and rows of events would be lost:"
                        + " timeout_overflow_mode = break");
    }

    private void assertIsRefused(String rows, String settings, String why) throws IOException {
        startFor(rows, settings);
        try (Bench bench = bench()) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);
            assertThat(reason(bench, run)).contains(why);
        }
    }

    /** A rebuild takes weeks, and people go on with what they do. */
    @Test
    void norAreTablesExchangedOnceAUserDoesNotSeeAllAnyMore() throws IOException {
        startFor("1", "");
        try (Bench bench = bench()) {
            // A part with rows that are deleted may have others that are hidden.
            bench.sql("DELETE FROM events WHERE id < 100 AND id % 7 = 0");
            RunId run = bench.ask().id();
            Rebuilt.dieIn(
                    bench,
                    server.url(),
                    run,
                    Direction.FORWARD,
                    Direction.FORWARD,
                    new DyingTarget("INSERT INTO lh_chunk_", false));
            startFor("id &lt; 100", "");

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.FAILED);

            assertThat(reason(bench, run))
                    .contains("nothing was exchanged: 200 rows of events are hidden from user default");
            startFor("1", "");
            assertThat(bench.value("SELECT sorting_key FROM system.tables"
                            + " WHERE database = currentDatabase() AND name = 'events'"))
                    .isEqualTo("id");
            bench.store.controls().resume(run, ALICE);
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(Integer.toString(ROWS - 15));
            Rebuilt.assertNothingLeftBehind(bench);
        }
    }

    @Test
    void norIsOneTakenBack() throws IOException {
        startFor("1", "");
        try (Bench bench = bench()) {
            RunId run = bench.ask().id();
            assertThat(bench.carriedOut(run)).as(() -> reason(bench, run)).isEqualTo(RunState.SUCCEEDED);
            bench.sql("INSERT INTO events VALUES (1000, '2024-02-01 00:00:00', 'since', 1)");
            startFor("id &lt; 100", "");
            bench.store.controls().rollBack(run, ALICE);

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLBACK_FAILED);

            assertThat(reason(bench, run)).contains("nothing was exchanged: 201 rows of events are hidden");
            startFor("1", "");
            assertThat(bench.value("SELECT count() FROM events")).isEqualTo(Integer.toString(ROWS + 1));
        }
    }
}
