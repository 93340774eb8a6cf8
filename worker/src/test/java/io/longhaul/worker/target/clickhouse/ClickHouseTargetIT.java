package io.longhaul.worker.target.clickhouse;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickHouseTargetIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(CLICKHOUSE);

    private static int statements;

    private ClickHouseTarget target;

    @BeforeEach
    void connect() {
        target = new ClickHouseTarget(ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http")));
    }

    @AfterEach
    void disconnect() {
        target.close();
    }

    @Test
    void theRoomForATableIsThatOfItsDisks() {
        execute("CREATE TABLE t (n UInt32) ENGINE = MergeTree ORDER BY n", Map.of());

        assertThat(target.freeDiskBytesFor("t")).isPositive();
        assertThatThrownBy(() -> target.freeDiskBytesFor("nowhere"))
                .isInstanceOf(TargetRefused.class)
                .hasMessageContaining("there is no table 'nowhere'");
    }

    @Test
    void aStatementWithBoundParametersDoesWhatItSays() {
        assertThat(execute(
                        "CREATE TABLE t (p String, n UInt32) ENGINE = MergeTree PARTITION BY p ORDER BY n", Map.of()))
                .isInstanceOf(Outcome.Returned.class);
        execute("CREATE TABLE s AS t", Map.of());
        execute("INSERT INTO s SELECT {p:String}, number FROM numbers(10)", Map.of("p", "it's `a` \\ test"));

        String partition = target.rows(
                        "SELECT DISTINCT partition_id FROM system.parts WHERE table = 's' AND database = currentDatabase()",
                        Map.of())
                .get(0)
                .get("partition_id");
        assertThat(execute("ALTER TABLE t REPLACE PARTITION ID {p:String} FROM s", Map.of("p", partition)))
                .isInstanceOf(Outcome.Returned.class);

        assertThat(target.rows("SELECT count() AS n, any(p) AS p, NULL AS nothing FROM t", Map.of()))
                .containsExactly(Map.of("n", "10", "p", "it's `a` \\ test"));
        assertThat(target.tableBytes("t")).isPositive();
        assertThat(target.freeDiskBytes()).isPositive();
    }

    @Test
    void aFailureCarriesClickHousesOwnCodeAndMessage() {
        Outcome outcome = execute("INSERT INTO nowhere SELECT 1", Map.of());

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().source()).isEqualTo("clickhouse");
            assertThat(failed.failure().code()).isEqualTo("60");
            assertThat(failed.failure().message())
                    .contains("nowhere")
                    .doesNotContain("DB::Exception")
                    .doesNotContain("(version");
        });
    }

    @Test
    void aStatementInFlightIsSeenUnderItsQueryIdWithItsProgressAndIsReportedKilled() {
        execute("CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n", Map.of());
        QueryId query = new QueryId("lh-test-slow-" + statements++);
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> target.execute(new TargetStatement(
                query,
                "INSERT INTO t SELECT number FROM numbers(40000) WHERE sleepEachRow(0.0005) = 0 SETTINGS max_block_size = 1000",
                Map.of())));

        Running running = Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(
                        () -> target.running(query),
                        seen -> seen.filter(r -> r.readRows() > 0).isPresent())
                .orElseThrow();
        assertThat(running.totalRows()).isEqualTo(40_000);
        target.rows("KILL QUERY WHERE query_id = {q:String} SYNC", Map.of("q", query.value()));

        assertThat(outcome)
                .succeedsWithin(Duration.ofSeconds(15))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("394"));
        assertThat(target.running(query)).isEqualTo(Optional.empty());
    }

    @Test
    void aServerThatDiesUnderAStatementLeavesTheOutcomeOpenAndTheTargetUsableAfterwards() {
        execute("CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n", Map.of());
        QueryId query = new QueryId("lh-test-dies-" + statements++);
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> target.execute(new TargetStatement(
                query,
                "INSERT INTO t SELECT number FROM numbers(40000) WHERE sleepEachRow(0.0005) = 0 SETTINGS max_block_size = 1000",
                Map.of())));
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> target.running(query).isPresent());

        services.clickhouse().kill();

        assertThat(outcome).succeedsWithin(Duration.ofSeconds(15)).isInstanceOf(Outcome.Lost.class);
        assertThat(target.isReachable()).isFalse();
        assertThatThrownBy(() -> target.rows("SELECT 1", Map.of()))
                .isInstanceOfSatisfying(
                        TargetRefused.class,
                        refused -> assertThat(target.gaveNoAnswer(refused.failure()))
                                .isTrue());
        services.clickhouse().start();
        assertThat(target.isReachable()).isTrue();
        assertThat(target.rows("SELECT 1 AS one", Map.of())).containsExactly(Map.of("one", "1"));
    }

    @Test
    void whatTheDriverItselfRefusesIsNotTakenForALostConnection() {
        assertThatThrownBy(() -> target.rows("CREATE TABLE t (n UInt8) ENGINE = Memory", Map.of()))
                .isInstanceOfSatisfying(TargetRefused.class, refused -> {
                    assertThat(refused.failure().code()).isEqualTo("driver");
                    assertThat(target.gaveNoAnswer(refused.failure())).isFalse();
                    assertThat(target.mayPass(refused.failure())).isFalse();
                });
    }

    @Test
    void aTableThatDoesNotExistHasNoSize() {
        assertThatThrownBy(() -> target.tableBytes("nowhere"))
                .isInstanceOf(TargetRefused.class)
                .hasMessageContaining("no table 'nowhere'");
    }

    @Test
    void aQuotedIdentifierIsReadAsItIs() {
        String odd = "odd`name\\";
        execute("CREATE TABLE %s (n UInt8) ENGINE = Memory".formatted(target.quoted(odd)), Map.of());

        assertThat(target.rows(
                        "SELECT name FROM system.tables WHERE database = currentDatabase() AND name = {n:String}",
                        Map.of("n", odd)))
                .hasSize(1);
    }

    private Outcome execute(String sql, Map<String, String> parameters) {
        return target.execute(new TargetStatement(new QueryId("lh-test-" + statements++), sql, parameters));
    }
}
