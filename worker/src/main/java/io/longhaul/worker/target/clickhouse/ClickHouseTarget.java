package io.longhaul.worker.target.clickhouse;

import com.clickhouse.client.api.query.QuerySettings;
import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.worker.target.Marks;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One ClickHouse server: statements go over one session, looks over another, so that a long statement blinds nobody.
 */
public final class ClickHouseTarget implements Target {

    private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration GLANCE_TIMEOUT = Duration.ofSeconds(5);

    /** A server that is busy may take its time for so small a thing; to give up costs more than to wait. */
    private static final Duration MARK_TIMEOUT = Duration.ofMinutes(1);

    private final ClickHouseSession acting;
    private final ClickHouseSession reading;
    private final ClickHouseSession watching;
    private final ClickHouseMarks marks;
    private final Object watch = new Object();

    /** Connects when first used. */
    public ClickHouseTarget(ServiceUrl url) {
        this(
                new ClickHouseSession(url, Duration.ZERO),
                new ClickHouseSession(url, LOOK_TIMEOUT.multipliedBy(20)),
                new ClickHouseSession(url, GLANCE_TIMEOUT),
                new ClickHouseSession(url, MARK_TIMEOUT));
    }

    private ClickHouseTarget(
            ClickHouseSession acting,
            ClickHouseSession reading,
            ClickHouseSession watching,
            ClickHouseSession marking) {
        this.marks = new ClickHouseMarks(marking);
        this.acting = acting;
        this.reading = reading;
        this.watching = watching;
    }

    /** For who only looks: the server itself refuses whatever would change something, and ends what takes too long. */
    public static ClickHouseTarget readOnly(ServiceUrl url, Duration statementTimeout) {
        return new ClickHouseTarget(
                ClickHouseSession.readOnly(url, statementTimeout),
                ClickHouseSession.readOnly(url, statementTimeout),
                ClickHouseSession.readOnly(url, statementTimeout),
                ClickHouseSession.readOnly(url, statementTimeout));
    }

    @Override
    public Outcome execute(TargetStatement statement) {
        try (Statement open = acting.statement(statement.parameters())) {
            QuerySettings settings = ClickHouseSession.settings(open);
            settings.setQueryId(statement.query().value());
            // An asynchronous insert returns before its rows are there; newer servers do that unless told not to.
            settings.serverSetting("async_insert", "0");
            settings.serverSetting("max_execution_time", "0");
            return new Outcome.Returned(
                    Math.max(0, open.executeLargeUpdate(Identifiers.filled(statement.sql(), statement.parameters()))));
        } catch (SQLException thrown) {
            return ClickHouseErrors.outcome(thrown);
        }
    }

    @Override
    public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
        return rows(reading, query, parameters);
    }

    private static List<Map<String, String>> rows(
            ClickHouseSession session, String query, Map<String, String> parameters) {
        try (Statement statement = session.statement(parameters);
                ResultSet result = statement.executeQuery(Identifiers.filled(query, parameters))) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    String value = result.getString(column);
                    if (value != null) {
                        row.put(columns.getColumnLabel(column), value);
                    }
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException thrown) {
            throw new TargetRefused(ClickHouseErrors.failure(thrown), thrown);
        }
    }

    @Override
    public Optional<Running> running(QueryId query) {
        synchronized (watch) {
            return rows(watching, """
                                SELECT read_rows, total_rows_approx, written_rows, elapsed
                                  FROM system.processes WHERE query_id = {query:String}""", Map.of("query", query.value())).stream()
                    .findFirst()
                    .map(row -> new Running(
                            number(row, "read_rows"),
                            number(row, "total_rows_approx"),
                            number(row, "written_rows"),
                            false,
                            Duration.ofMillis(Math.round(Double.parseDouble(row.get("elapsed")) * 1000))));
        }
    }

    @Override
    public List<QueryId> running(String prefix) {
        synchronized (watch) {
            return rows(
                            watching,
                            "SELECT query_id FROM system.processes WHERE startsWith(query_id, {prefix:String})",
                            Map.of("prefix", prefix))
                    .stream()
                    .map(row -> new QueryId(row.getOrDefault("query_id", "")))
                    .toList();
        }
    }

    @Override
    public void kill(QueryId query) {
        synchronized (watch) {
            rows(watching, "KILL QUERY WHERE query_id = {query:String} ASYNC", Map.of("query", query.value()));
        }
    }

    @Override
    public List<String> tables(String prefix) {
        return rows("""
                        SELECT name FROM system.tables
                         WHERE database = currentDatabase() AND startsWith(name, {prefix:String}) ORDER BY name""", Map.of("prefix", prefix)).stream()
                .map(row -> row.getOrDefault("name", ""))
                .toList();
    }

    @Override
    public long freeDiskBytes() {
        return number(
                rows("SELECT toUInt64(sum(free_space)) AS bytes FROM system.disks", Map.of())
                        .get(0),
                "bytes");
    }

    /** The disks of the table's storage policy: free space elsewhere is of no use to it. */
    @Override
    public long freeDiskBytesFor(String table) {
        // Not one query of which a part looks at the rows of another: newer servers refuse that inside IN.
        List<Map<String, String>> found = rows("""
                SELECT toUInt64(sum(free_space)) AS bytes, count() AS disks FROM system.disks
                 WHERE name IN (SELECT arrayJoin(disks) FROM system.storage_policies
                                 WHERE policy_name IN (SELECT storage_policy FROM system.tables
                                                        WHERE database = currentDatabase() AND name = {table:String}))""", Map.of("table", table));
        if (number(found.get(0), "disks") > 0) {
            return number(found.get(0), "bytes");
        }
        // There is no such table, which its size says, or it is kept on no disk of its own.
        tableBytes(table);
        return freeDiskBytes();
    }

    @Override
    public long rowCount(String table) {
        return number(
                rows("SELECT count() AS rows FROM " + quoted(table), Map.of()).get(0), "rows");
    }

    @Override
    public long tableBytes(String table) {
        List<Map<String, String>> found = rows("""
                SELECT (SELECT sum(bytes_on_disk) FROM system.parts
                         WHERE active AND database = currentDatabase() AND table = {table:String}) AS bytes
                  FROM system.tables WHERE database = currentDatabase() AND name = {table:String}""", Map.of("table", table));
        if (found.isEmpty()) {
            throw new TargetRefused(
                    new Failure("check", "no-table", "there is no table '%s' in the target database".formatted(table)));
        }
        return number(found.get(0), "bytes");
    }

    @Override
    public boolean changedNothing(Failure failure) {
        return ClickHouseErrors.changedNothing(failure);
    }

    @Override
    public boolean mayPass(Failure failure) {
        return ClickHouseErrors.mayPass(failure);
    }

    @Override
    public boolean gaveNoAnswer(Failure failure) {
        return ClickHouseErrors.gaveNoAnswer(failure);
    }

    @Override
    public String quoted(String identifier) {
        return Identifiers.quoted(identifier);
    }

    /** ClickHouse has no such thing: query ids and staging tables carry the epoch instead. */
    @Override
    public void fence(Hold hold) {}

    /** A mark is proof; that there is none is not: its worker may have died before it wrote it. */
    @Override
    public Optional<Boolean> committed(QueryId query) {
        return marks.has(query) ? Optional.of(true) : Optional.empty();
    }

    @Override
    public boolean mark(QueryId query) {
        marks.add(query);
        return true;
    }

    @Override
    public Marks marks(RunId run) {
        return marks.of(run.brief());
    }

    @Override
    public boolean isReachable() {
        try {
            synchronized (watch) {
                rows(watching, "SELECT 1", Map.of());
            }
            return true;
        } catch (TargetRefused away) {
            return false;
        }
    }

    private static long number(Map<String, String> row, String column) {
        String value = row.getOrDefault(column, "");
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    @Override
    public void close() {
        acting.close();
        reading.close();
        watching.close();
        marks.close();
    }
}
