package io.longhaul.worker.run;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.definition.DefinitionReader;
import io.longhaul.common.definition.Reading;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.RunSearch.RunError;
import io.longhaul.common.version.VersionRange;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.predecessor.PersonByVersion;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.postgres.PostgresTarget;
import io.longhaul.worker.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A product's databases as one of the predecessor's migrations finds them, and a bench that runs it there. What it
 * comes after is left out: each is looked at by itself.
 */
final class Installation implements AutoCloseable {

    static final By ALICE = new By("alice", "");

    final Bench bench;
    final Migration migration;
    final Wire wire;
    private final PostgresTarget postgres;
    private final String postgresAddress;

    /** The migration of this id, as it is shipped. */
    Installation(LocalServices services, String id) {
        this(services, id, text -> text);
    }

    /** The same with another text. */
    Installation(LocalServices services, String id, UnaryOperator<String> edited) {
        boolean inJava = id.equals("0004_person_by_version");
        PersonByVersion java = new PersonByVersion();
        migration = byItself(inJava ? java.migration() : inYaml(id, edited));
        String clickHouse = services.freshClickHouseUrl();
        String address = services.freshPostgresUrl();
        postgresAddress = address;
        postgres = new PostgresTarget(ServiceUrl.parse(address, List.of("postgresql")));
        wire = new Wire(clickHouse);
        bench = new Bench(
                services.freshPostgresUrl(),
                services.freshRedisUrl(),
                clickHouse,
                wire.url(),
                Optional.of(address),
                wish -> wish,
                migration,
                inJava ? new Functions(java.actions(), java.conditions()) : Functions.NONE);
        setUp(Engine.CLICKHOUSE, "%s.setup.clickhouse.sql".formatted(id), bench::sql);
        setUp(Engine.POSTGRES, "%s.setup.postgres.sql".formatted(id), this::postgres);
    }

    private static Migration inYaml(String id, UnaryOperator<String> edited) {
        try {
            Path copy = Files.createTempDirectory("predecessor").resolve(id + ".yaml");
            Files.writeString(
                    copy, edited.apply(Files.readString(file(id + ".yaml").orElseThrow())));
            Reading<Definition> reading = new DefinitionReader().read(copy);
            if (reading instanceof Reading.Legible<Definition> legible) {
                return legible.value().migration();
            }
            throw new AssertionError(((Reading.Unreadable<Definition>) reading).problems());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where the files are. */
    static Path directory() {
        return Objects.requireNonNull(
                file("0001_events_sample_by.yaml").orElseThrow().getParent());
    }

    private static Optional<Path> file(String name) {
        try {
            URL url = Installation.class.getResource("/predecessor/" + name);
            return url == null ? Optional.empty() : Optional.of(Path.of(url.toURI()));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Migration byItself(Migration migration) {
        return new Migration(
                migration.id(),
                migration.description(),
                VersionRange.ANY,
                List.of(),
                List.of(),
                migration.parameters(),
                migration.required(),
                migration.prechecks(),
                migration.healthchecks(),
                migration.operations(),
                migration.postchecks(),
                migration.progress());
    }

    private static void setUp(Engine engine, String name, Consumer<String> execute) {
        file(name).ifPresent(file -> {
            try {
                String rest = Files.readString(file);
                while (!SqlText.of(engine, rest).isBlank()) {
                    OptionalInt semicolon = SqlText.of(engine, rest).semicolon();
                    int end = semicolon.orElse(rest.length());
                    execute.accept(rest.substring(0, end));
                    rest = rest.substring(Math.min(rest.length(), end + 1));
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    /** Somebody asks for a run with these parameters. */
    RunId ask(Map<String, String> parameters) {
        RunRequest request = new RunRequest(migration.id(), parameters, ALICE.who(), Optional.empty());
        if (bench.store.runs().enqueue(request) instanceof Enqueued.New fresh) {
            return fresh.run().id();
        }
        throw new AssertionError("not a new run");
    }

    /** What is wrong with these parameters. */
    List<String> problems(Map<String, String> parameters) {
        RunRequest request = new RunRequest(migration.id(), parameters, ALICE.who(), Optional.empty());
        return ((Enqueued.WronglyChosen) bench.store.runs().enqueue(request)).problems();
    }

    /** The state in which a new run stands when nothing more happens to it by itself. */
    RunState run() {
        return run(Map.of());
    }

    RunState run(Map<String, String> parameters) {
        return bench.carriedOut(ask(parameters));
    }

    RunId newest() {
        return bench.store.runs().newest(migration.id()).orElseThrow().id();
    }

    RunState rolledBack() {
        bench.store.controls().rollBack(newest(), ALICE);
        return bench.carriedOut(newest());
    }

    RunState resumed() {
        bench.store.controls().resume(newest(), ALICE);
        return bench.carriedOut(newest());
    }

    String reason() {
        return bench.find(newest()).reason().orElse("");
    }

    List<String> errors() {
        return bench.store.search().details(newest()).orElseThrow().errors().stream()
                .map(RunError::failure)
                .map(failure -> failure.message())
                .toList();
    }

    /** Does something to PostgreSQL by hand. */
    void postgres(String sql) {
        ByHand.change(postgresAddress, sql);
    }

    /** The one value of a query on PostgreSQL. */
    String postgresValue(String query) {
        return postgres.rows(query, Map.of()).get(0).values().iterator().next();
    }

    boolean isRequired() {
        return new Checks(new Targets(Map.of(Engine.CLICKHOUSE, bench.target))).isRequired(migration);
    }

    /** Each table with how it is defined, how many rows it has, and a sum over all of them. */
    Map<String, String> everything() {
        Map<String, String> everything = new TreeMap<>();
        bench.target
                .rows("""
                        SELECT name, engine, replaceRegexpAll(create_table_query, 'UUID ''[^'']*''', '') AS sql
                          FROM system.tables
                         WHERE database = currentDatabase() AND name <> 'longhaul_mark'""", Map.of())
                .forEach(table -> everything.put(
                        "ClickHouse " + table.getOrDefault("name", ""),
                        "%s %s".formatted(table.getOrDefault("sql", ""), rows(table))));
        postgres.rows("""
                        SELECT relname AS name FROM pg_class
                         WHERE relkind = 'r' AND relnamespace = CAST('public' AS regnamespace)
                           AND relname <> 'longhaul_mark'""", Map.of())
                .forEach(table -> everything.put(
                        "PostgreSQL " + table.getOrDefault("name", ""),
                        postgres.rows(
                                        "SELECT count(*) AS n, md5(string_agg(CAST(t AS text), ',' ORDER BY CAST(t AS text))) AS sum FROM {name:identifier} AS t",
                                        table)
                                .get(0)
                                .toString()));
        return everything;
    }

    private String rows(Map<String, String> table) {
        String engine = table.getOrDefault("engine", "");
        if (!engine.endsWith("MergeTree")) {
            return "";
        }
        String query =
                "SELECT count() AS n, sum(cityHash64(*)) AS sum FROM " + Objects.requireNonNull(table.get("name"));
        return bench.target
                .rows(engine.startsWith("Replacing") ? query + " FINAL" : query, Map.of())
                .get(0)
                .toString();
    }

    @Override
    public void close() {
        bench.close();
        wire.close();
        postgres.close();
    }
}
