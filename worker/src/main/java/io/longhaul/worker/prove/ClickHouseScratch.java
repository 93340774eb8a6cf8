package io.longhaul.worker.prove;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One on ClickHouse. */
final class ClickHouseScratch implements Scratch {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String INNER = ".inner_id.";

    /** What a rebuild has put aside is called by its day and its run. */
    private static final Pattern OLD_TABLE = Pattern.compile("__lh_old_\\d{8}_[0-9a-f]{8}_(\\d+)");

    private final ServiceUrl url;
    private final ClickHouseTarget target;
    private int statements;

    ClickHouseScratch(ServiceUrl url) {
        this.url = url;
        target = new ClickHouseTarget(url);
    }

    @Override
    public Engine engine() {
        return Engine.CLICKHOUSE;
    }

    @Override
    public String address() {
        return "%s/%s".formatted(url.address(), url.path());
    }

    @Override
    public Optional<String> mark() {
        return target.tables(MARK).contains(MARK)
                ? target.rows("SELECT migration FROM longhaul_prove", Map.of()).stream()
                        .findFirst()
                        .map(row -> row.getOrDefault("migration", ""))
                        .or(() -> Optional.of("a migration"))
                : Optional.empty();
    }

    @Override
    public void mark(String migration) {
        execute("CREATE TABLE longhaul_prove (migration String) ENGINE = MergeTree ORDER BY migration");
        send("INSERT INTO longhaul_prove SELECT {migration:String}", Map.of("migration", migration));
    }

    @Override
    public List<String> contents() {
        return tables().stream().map(row -> row.getOrDefault("name", "")).toList();
    }

    @Override
    public Set<String> databases() {
        return target.rows("SELECT name FROM system.databases", Map.of()).stream()
                .map(row -> row.getOrDefault("name", ""))
                .filter(name -> !name.equalsIgnoreCase("information_schema") && !name.equals("system"))
                .collect(Collectors.toSet());
    }

    @Override
    public void clear() {
        // What reads others goes first; a server may refuse to drop what something else still reads.
        tables().stream()
                .filter(row -> !row.getOrDefault("name", "").startsWith(".inner"))
                .sorted(Comparator.comparing(row -> kind(row).equals("table") ? 1 : 0))
                .forEach(row -> execute("DROP %s IF EXISTS %s SYNC"
                        .formatted(
                                kind(row).equals("dictionary") ? "DICTIONARY" : "TABLE",
                                target.quoted(row.getOrDefault("name", "")))));
    }

    @Override
    public void unmark() {
        execute("DROP TABLE IF EXISTS longhaul_prove SYNC");
        execute("DROP TABLE IF EXISTS longhaul_mark SYNC");
    }

    @Override
    public void execute(String sql) {
        send(sql, Map.of());
    }

    private void send(String sql, Map<String, String> parameters) {
        statements++;
        QueryId query = new QueryId("prove-%s-%d".formatted(url.path(), statements));
        Outcome outcome = target.execute(new TargetStatement(query, sql, parameters));
        Optional<Failure> failure = outcome instanceof Outcome.Failed failed
                ? Optional.of(failed.failure())
                : outcome instanceof Outcome.Lost lost ? Optional.of(lost.failure()) : Optional.empty();
        failure.ifPresent(said -> {
            throw new TargetRefused(said);
        });
    }

    private List<Map<String, String>> tables() {
        return target.rows("""
                SELECT name, engine, toString(uuid) AS uuid, create_table_query AS definition
                  FROM system.tables
                 WHERE database = currentDatabase() AND name NOT IN ('longhaul_mark', 'longhaul_prove') ORDER BY name""", Map.of());
    }

    @Override
    public Map<String, Thing> look() {
        List<Map<String, String>> tables = tables();
        Map<String, List<String>> columns = target.rows("""
                        SELECT table, name FROM system.columns
                         WHERE database = currentDatabase() AND default_kind NOT IN ('ALIAS', 'EPHEMERAL')
                         ORDER BY table, position""", Map.of()).stream()
                .collect(Collectors.groupingBy(
                        row -> row.getOrDefault("table", ""),
                        Collectors.mapping(row -> row.getOrDefault("name", ""), Collectors.toList())));
        Map<String, String> byUuid = new HashMap<>();
        tables.forEach(row -> byUuid.put(row.getOrDefault("uuid", ""), row.getOrDefault("name", "")));
        Map<String, Thing> things = new TreeMap<>();
        for (Map<String, String> row : tables) {
            String name = row.getOrDefault("name", "");
            String called = name.startsWith(INNER)
                    ? "of view " + byUuid.getOrDefault(name.substring(INNER.length()), name)
                    : name;
            things.put(
                    "ClickHouse %s %s".formatted(kind(row), always(called)),
                    thing(row, columns.getOrDefault(name, List.of())));
        }
        return things;
    }

    /** The same in every run. */
    private static String always(String text) {
        return OLD_TABLE.matcher(text).replaceAll("__lh_old_…_$1");
    }

    private Thing thing(Map<String, String> row, List<String> columns) {
        String definition = always(
                UUID.matcher(row.getOrDefault("definition", "")).replaceAll("…").replaceAll("\\s+", " "));
        String engine = row.getOrDefault("engine", "");
        if (!keepsRows(engine) || columns.isEmpty()) {
            return new Thing(definition);
        }
        List<String> quoted = columns.stream().map(target::quoted).toList();
        StringBuilder select = new StringBuilder("SELECT toString(count()) AS longhaul_rows, ")
                .append(sum(String.join(", ", quoted)))
                .append(" AS longhaul_sum");
        for (int i = 0; i < quoted.size(); i++) {
            select.append(", ")
                    .append(sum(quoted.get(i)))
                    .append(" AS longhaul_sum_")
                    .append(i);
        }
        select.append(" FROM ").append(target.quoted(row.getOrDefault("name", "")));
        if (mergesRows(engine)) {
            select.append(" FINAL");
        }
        Map<String, String> found = target.rows(select.toString(), Map.of()).get(0);
        Map<String, String> sums = new TreeMap<>();
        sums.put(Thing.ROW, found.getOrDefault("longhaul_sum", ""));
        for (int i = 0; i < columns.size(); i++) {
            sums.put(columns.get(i), found.getOrDefault("longhaul_sum_" + i, ""));
        }
        return new Thing(definition, OptionalLong.of(Long.parseLong(found.getOrDefault("longhaul_rows", "0"))), sums);
    }

    /**
     * Of any type, NULL included; the sum is the same for any order of the rows, and another where one is there twice.
     */
    private static String sum(String columns) {
        return "toString(sum(sipHash64(formatRow('TabSeparated', %s))))".formatted(columns);
    }

    private static boolean keepsRows(String engine) {
        return engine.endsWith("MergeTree")
                || Set.of("Log", "TinyLog", "StripeLog", "Memory", "EmbeddedRocksDB", "Join")
                        .contains(engine);
    }

    /** How far the server has come with that is a matter of chance. */
    private static boolean mergesRows(String engine) {
        return engine.endsWith("MergeTree")
                && Set.of("Replacing", "Summing", "Aggregating", "Collapsing", "Coalescing", "Graphite").stream()
                        .anyMatch(engine::contains);
    }

    private static String kind(Map<String, String> row) {
        String engine = row.getOrDefault("engine", "");
        return engine.endsWith("View") ? "view" : engine.equals("Dictionary") ? "dictionary" : "table";
    }

    @Override
    public List<String> running(String prefix) {
        return target.running(prefix).stream().map(QueryId::value).toList();
    }

    @Override
    public long pending() {
        return Long.parseLong(target.rows("""
                        SELECT toString(count()) AS n FROM system.mutations
                         WHERE database = currentDatabase() AND NOT is_done""", Map.of()).get(0).getOrDefault("n", "0"));
    }

    @Override
    public void close() {
        target.close();
    }
}
