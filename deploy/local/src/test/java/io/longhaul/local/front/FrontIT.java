package io.longhaul.local.front;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.local.junit.LocalServices;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrontIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE);

    /** Takes 20 s when nobody stops it. */
    private static final String LONG_INSERT = """
            INSERT INTO slow SELECT number + ignore(sleepEachRow(0.0001)) FROM numbers(200000)
            SETTINGS max_block_size = 1000, function_sleep_max_microseconds_per_block = 100000000
            """;

    private Http clickhouse;

    @BeforeEach
    void freshDatabase() {
        clickhouse = new Http(services.freshClickHouseUrl());
    }

    @Test
    void parametersAreSubstitutedByTheEngine() {
        assertThat(clickhouse
                        .send(
                                "SELECT {number:UInt32} + 1, {text:String}, {list:Array(String)}",
                                Map.of("param_number", "41", "param_text", "it's \\\\ \\t", "param_list", "['a','b']"))
                        .body())
                .isEqualTo("42\tit\\'s \\\\ \\t\t['a','b']\n");
    }

    @Test
    void aPartitionIdMayBeAParameter() {
        clickhouse.query("CREATE TABLE t (p String, x UInt8) ENGINE = MergeTree PARTITION BY p ORDER BY x");
        clickhouse.query("CREATE TABLE s AS t");
        clickhouse.query("INSERT INTO s SELECT 'one', number FROM numbers(10)");
        String partition = clickhouse.query("SELECT DISTINCT _partition_id FROM s");

        HttpResponse<String> reply = clickhouse.send(
                "ALTER TABLE t REPLACE PARTITION ID {partition:String} FROM s", Map.of("param_partition", partition));

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(clickhouse.query("SELECT count() FROM t")).isEqualTo("10");
    }

    @Test
    void anErrorHasItsCode() {
        HttpResponse<String> reply = clickhouse.send("SELECT * FROM nowhere", Map.of());

        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.headers().firstValue("X-ClickHouse-Exception-Code")).contains("60");
        assertThat(reply.body()).startsWith("Code: 60. DB::Exception: ").contains("(UNKNOWN_TABLE) (version 26.");
    }

    @Test
    void mistakesInTheAddressAreErrorsAsOnAServer() {
        assertThat(code(clickhouse.send("SELECT 1", Map.of("no_such_setting", "1"))))
                .isEqualTo("115");
        assertThat(code(new Http(clickhouse.url() + "_not").send("SELECT 1", Map.of())))
                .isEqualTo("81");
        assertThat(code(clickhouse.send("SELEC 1", Map.of()))).isEqualTo("62");
        assertThat(code(clickhouse.send("SELECT {p:String}", Map.of()))).isEqualTo("456");
    }

    @Test
    void settingsReachTheStatement() {
        assertThat(clickhouse
                        .send("SELECT getSetting('max_threads'), currentDatabase()", Map.of("max_threads", "1"))
                        .body())
                .isEqualTo("1\t" + clickhouse.query("SELECT currentDatabase()") + "\n");
    }

    @Test
    void theReplySaysWhatWasReadAndWritten() {
        clickhouse.query("CREATE TABLE t (x UInt64) ENGINE = MergeTree ORDER BY x");

        HttpResponse<String> reply =
                clickhouse.send("INSERT INTO t SELECT number FROM numbers(1000)", Map.of("query_id", "insert-1"));

        assertThat(reply.headers().firstValue("X-ClickHouse-Summary").orElseThrow())
                .contains("\"read_rows\":\"1000\"", "\"written_rows\":\"1000\"");
        assertThat(reply.headers().firstValue("X-ClickHouse-Query-Id")).contains("insert-1");
        assertThat(reply.headers().firstValue("X-ClickHouse-Timezone")).contains("Pacific/Chatham");
    }

    @Test
    void dataMayFollowTheStatement() {
        clickhouse.query("CREATE TABLE t (x UInt64, s String) ENGINE = MergeTree ORDER BY x");

        clickhouse.send("1\tsystem.processes\n2\tb\n", Map.of("query", "INSERT INTO t FORMAT TabSeparated"));

        assertThat(clickhouse.query("SELECT groupArray(s) FROM (SELECT s FROM t ORDER BY x)"))
                .isEqualTo("['system.processes','b']");
    }

    @Test
    void aRunningStatementIsSeenUnderItsQueryIdWithItsProgress() {
        CompletableFuture<HttpResponse<String>> insert = startLongInsert("seen-1");

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(clickhouse.query("""
                SELECT read_rows > 0, total_rows_approx FROM system.processes
                WHERE query_id = 'seen-1' /* not in system.processes */ AND query NOT LIKE '%system.processes%'
                """)).isEqualTo("1\t200000"));

        clickhouse.query("KILL QUERY WHERE query_id = 'seen-1' ASYNC");
        insert.join();
    }

    @Test
    void aKilledInsertEndsWithItsOwnErrorAndIsGone() {
        CompletableFuture<HttpResponse<String>> insert = startLongInsert("killed-1");
        await().until(() -> running("killed-1"));

        String killed = clickhouse.query("KILL QUERY WHERE query_id = 'killed-1' SYNC FORMAT TabSeparated");

        assertThat(killed).startsWith("finished\t");
        assertThat(code(insert.join())).isEqualTo("394");
        assertThat(running("killed-1")).isFalse();
        assertThat(Long.parseLong(clickhouse.query("SELECT count() FROM slow"))).isLessThan(200_000);
    }

    @Test
    void anInsertGoesOnWhenItsClientLeaves() throws Exception {
        clickhouse.query("CREATE TABLE slow (x UInt64) ENGINE = MergeTree ORDER BY x");
        int port = URI.create(clickhouse.url()).getPort();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String sql = "INSERT INTO slow SELECT number + ignore(sleep(1.5)) FROM numbers(7)";
            socket.getOutputStream()
                    .write("""
                    POST /?query_id=left-1&database=%s HTTP/1.1\r
                    Host: localhost\r
                    Content-Length: %d\r
                    \r
                    %s""".formatted(clickhouse.query("SELECT currentDatabase()"), sql.length(), sql)
                            .getBytes(StandardCharsets.UTF_8));
            await().until(() -> running("left-1"));
        }

        await().untilAsserted(() ->
                assertThat(clickhouse.query("SELECT count() FROM slow")).isEqualTo("7"));
    }

    @Test
    void aSecondStatementUnderARunningIdIsRefused() {
        CompletableFuture<HttpResponse<String>> insert = startLongInsert("twice-1");
        await().until(() -> running("twice-1"));

        HttpResponse<String> second = clickhouse.send("SELECT 1", Map.of("query_id", "twice-1"));

        assertThat(code(second)).isEqualTo("216");
        clickhouse.query("KILL QUERY WHERE query_id = 'twice-1' ASYNC");
        insert.join();
        assertThat(clickhouse.send("SELECT 1", Map.of("query_id", "twice-1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void twoStatementsRunSideBySide() {
        CompletableFuture<HttpResponse<String>> first = clickhouse.sendLater("SELECT sleep(2)", Map.of());
        CompletableFuture<HttpResponse<String>> second = clickhouse.sendLater("SELECT sleep(2)", Map.of());

        await().atMost(Duration.ofMillis(3600)).until(() -> first.isDone() && second.isDone());
    }

    @Test
    void aServerThatIsAskedForNothingSaysOk() {
        assertThat(clickhouse.send("", Map.of()).body()).isEqualTo("Ok.\n");
    }

    private CompletableFuture<HttpResponse<String>> startLongInsert(String queryId) {
        clickhouse.query("CREATE TABLE slow (x UInt64) ENGINE = MergeTree ORDER BY x");
        return clickhouse.sendLater(LONG_INSERT, Map.of("query_id", queryId));
    }

    private boolean running(String queryId) {
        return clickhouse
                .query("SELECT count() FROM system.processes WHERE query_id = '" + queryId + "'")
                .equals("1");
    }

    private static String code(HttpResponse<String> reply) {
        return reply.headers()
                .firstValue("X-ClickHouse-Exception-Code")
                .orElseThrow(() -> new AssertionError(reply.body()));
    }
}
