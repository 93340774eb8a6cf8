package io.longhaul.worker.target.postgres;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A database with a table {@code t} of three rows whose {@code n} is 0, and one run that works on it. */
final class Scene implements AutoCloseable {

    static final String COUNT_UP = "UPDATE t SET n = n + 1";
    static final String SUM = "SELECT sum(n) FROM t";

    final RunId run = RunId.random();
    final PostgresTarget target;
    final PostgresTarget beside;
    private final PostgresSource byHand;
    private int operations;

    /** The statements under test go to the first address, what the test looks at goes to the second. */
    Scene(String url, String besideUrl) {
        target = new PostgresTarget(url(url));
        beside = new PostgresTarget(url(besideUrl));
        byHand = new PostgresSource(url(besideUrl), "", Duration.ZERO);
        byHand("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)");
        byHand("INSERT INTO t VALUES (1, 0), (2, 0), (3, 0)");
    }

    static ServiceUrl url(String text) {
        return ServiceUrl.parse(text, List.of("postgresql"));
    }

    QueryId query(long epoch) {
        operations++;
        return QueryId.of(run, operations, 0, new Epoch(epoch));
    }

    Hold hold(long epoch) {
        return new Hold(run, new Epoch(epoch), new WorkerId("w-test"));
    }

    Outcome execute(QueryId query, String sql) {
        return target.execute(new TargetStatement(query, sql, Map.of()));
    }

    Outcome execute(String sql, Map<String, String> parameters) {
        return target.execute(new TargetStatement(query(1), sql, parameters));
    }

    /** The same in the background; returns when the server works on it. */
    CompletableFuture<Outcome> begin(QueryId query, String sql) {
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> execute(query, sql));
        await().until(() -> beside.rows(
                                "SELECT 1 AS n FROM pg_stat_activity WHERE application_name = {q:text}"
                                        + " AND state = 'active' AND query LIKE {sql:text}",
                                Map.of("q", query.value(), "sql", sql.substring(0, 6) + "%"))
                        .size()
                == 1);
        return outcome;
    }

    /** Of a run of its own. */
    static QueryId hand() {
        return QueryId.of(RunId.random(), 1, 0, new Epoch(1));
    }

    void byHand(String sql) {
        try (Connection connection = byHand.connect("by-hand");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException wrong) {
            throw new AssertionError(sql, wrong);
        }
    }

    /** The one value of a query; {@code NULL} where there is none. */
    String value(String query) {
        Map<String, String> row = beside.rows(query, Map.of()).get(0);
        return row.isEmpty() ? "NULL" : row.values().iterator().next();
    }

    /** Whether the connection of this name does. */
    boolean waitsForLock(String name) {
        return value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database() AND application_name = '%s'".formatted(name))
                .equals("1");
    }

    /** Of its failure; what it came to otherwise. */
    static String code(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed ? failed.failure().code() : outcome.toString();
    }

    Optional<Boolean> committed(QueryId query) {
        return target.committed(query);
    }

    static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        target.close();
        beside.close();
    }
}
