package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ParametersIT {

    private static final String NASTY = "x'; DROP TABLE t; -- \\ \\N \t\n ü 🐘 {table}";

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @AutoClose
    private final Wired wired = new Wired(services);

    @Test
    void aParameterReachesEveryPartOfARun() {
        try (Bench bench = bench(column("n"))) {
            bench.sql("INSERT INTO u VALUES (1)");
            Run run = bench.ask(Map.of("rows", "3", "note", NASTY));

            assertThat(bench.carriedOut(run.id())).isEqualTo(RunState.SUCCEEDED);

            assertThat(bench.find(run.id()).parameters())
                    .isEqualTo(Map.of("rows", "3", "note", NASTY, "table", "t", "least", "1"));
            assertThat(bench.value("SELECT toString(groupArray(number)) FROM (SELECT number FROM t ORDER BY number)"))
                    .isEqualTo("[0,1,2]");
            assertThat(bench.value("SELECT any(note) FROM notes")).isEqualTo(NASTY);
            assertThat(bench.store
                            .runs()
                            .plan(run.id())
                            .orElseThrow()
                            .operations()
                            .get(0)
                            .name())
                    .isEqualTo("fill t with 0");
        }
    }

    @Test
    void aParameterIsThereOnTheWayBackToo() {
        try (Bench bench = bench(column("n"))) {
            bench.sql("INSERT INTO u VALUES (1)");
            RunId run = bench.ask(Map.of("rows", "2", "note", "n")).id();
            assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);

            bench.store.controls().rollBack(run, new By("alice", ""));

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.ROLLED_BACK);
            assertThat(bench.value("SELECT toString(count()) FROM t")).isEqualTo("0");
        }
    }

    @Test
    void aCheckWithAParameterSaysNo() {
        try (Bench bench = bench(column("n"))) {
            RunId run = bench.ask(Map.of("rows", "3", "note", "n")).id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);
            assertThat(bench.find(run).reason()).contains("precheck says no: u has too few rows");
        }
    }

    @Test
    void aColumnOfForEachThatIsCalledLikeAParameterIsRefusedAtTheStart() {
        try (Bench bench = bench(column("table"))) {
            bench.sql("INSERT INTO u VALUES (1)");
            RunId run = bench.ask(Map.of("rows", "3", "note", "n")).id();

            assertThat(bench.carriedOut(run)).isEqualTo(RunState.REFUSED);
            assertThat(bench.find(run).reason().orElse(""))
                    .startsWith("operation 1, 'fill {table} with {n}': forEach has a column table,"
                            + " which is a parameter of the migration too; rename one");
            assertThat(bench.value("SELECT toString(count()) FROM t")).isEqualTo("0");
        }
    }

    @Test
    void aRunThatGoesOnKeepsWhatItWasGivenWhateverDefinitionCameSince() {
        try (Bench bench = bench(column("n"))) {
            bench.sql("INSERT INTO u VALUES (1)");
            bench.sql("RENAME TABLE notes TO elsewhere");
            Run run = bench.ask(Map.of("rows", "2", "note", NASTY));
            assertThat(bench.carriedOut(run.id())).isEqualTo(RunState.FAILED);
            bench.sql("RENAME TABLE elsewhere TO notes");
            Migration later = migration(column("n"), "u");
            bench.store
                    .catalog()
                    .register(DeadWorker.ID, List.of(new Definition(later, Checksum.of("later"), "later")));

            bench.store.controls().resume(run.id(), new By("alice", ""));

            assertThat(bench.carriedOut(run.id())).isEqualTo(RunState.SUCCEEDED);
            assertThat(bench.find(run.id()).parameters()).isEqualTo(run.parameters());
            assertThat(bench.value("SELECT toString(count()) FROM t")).isEqualTo("2");
        }
    }

    private static Query column(String name) {
        return Query.onClickHouse("SELECT number AS n, number AS %s FROM numbers({rows:UInt64})".formatted(name));
    }

    private Bench bench(Query forEach) {
        Bench bench = wired.bench(migration(forEach, "t"));
        bench.sql("CREATE TABLE notes (note String) ENGINE = MergeTree ORDER BY note");
        return bench;
    }

    private static Migration migration(Query forEach, String table) {
        SqlOperation fill = new SqlOperation(
                "fill {table} with {n}",
                List.of(
                        "INSERT INTO {table:Identifier} SELECT {n:UInt64} WHERE {n:UInt64} < {rows:UInt64}",
                        "INSERT INTO notes SELECT {note:String}"),
                Optional.of(forEach),
                List.of("ALTER TABLE {table:Identifier} DELETE WHERE number = {n:UInt64} SETTINGS mutations_sync = 2"),
                Optional.of("SELECT count() > 0 FROM {table:Identifier} WHERE number = {n:UInt64}"));
        return Migration.of(Bench.MIGRATION.value(), "For a test", fill)
                .parameters(
                        Parameter.of("rows", ParameterType.INTEGER),
                        Parameter.of("note", ParameterType.STRING),
                        Parameter.of("table", ParameterType.IDENTIFIER).withStandard(table),
                        Parameter.of("least", ParameterType.INTEGER).withStandard("1"))
                .prechecks(new SqlCheck("SELECT count() >= {least:UInt64} FROM u", Optional.of("u has too few rows")))
                .postchecks(new SqlCheck("SELECT count() = {rows:UInt64} FROM {table:Identifier}"))
                .build();
    }
}
