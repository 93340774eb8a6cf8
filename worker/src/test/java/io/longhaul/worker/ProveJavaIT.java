package io.longhaul.worker;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.Proving.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A function in Java is proved as statements are, and also inside of itself. */
@Tag("slow")
class ProveJavaIT {

    /** Two batches of ten rows, each with its checkpoint; a line each for what it does per batch, and to go back. */
    private static final String SOURCE = """
            import io.longhaul.common.migration.*;
            import java.util.*;

            public class Copy implements JavaMigration {
                @Override public Migration migration() {
                    return Migration.of("0010_copy", "Copies by batches", new SqlOperation(
                                    "copy", Engine.JAVA, List.of("copy"), Optional.empty(), List.of("take back"),
                                    Optional.of("all are there"), Handling.of(CrashRule.RESUME)))
                            .build();
                }
                @Override public Map<String, Action> actions() {
                    return Map.of("copy", this::copy, "take back", this::back);
                }
                @Override public Map<String, Condition> conditions() {
                    return Map.of("all are there", look -> rows(look, "number < 20").equals("20"));
                }
                private void copy(Work work) {
                    for (int batch = work.checkpoint().map(Integer::parseInt).orElse(0); batch < 2; batch++) {
                        String of = "intDiv(number, 10) = " + batch;
                        %s
                        work.remember(Integer.toString(batch + 1));
                        work.progress((batch + 1) / 2.0);
                    }
                }
                private void back(Work work) {
                    %s
                }
                private static String rows(Look look, String where) {
                    return look.rows(Query.onClickHouse("SELECT count() AS n FROM copies WHERE " + where), Map.of())
                            .get(0).get("n");
                }
                private static void send(Work work, String sql) {
                    work.execute(Query.onClickHouse(sql), Map.of());
                }
            }
            """;

    private static final String INSERT =
            "send(work, \"INSERT INTO copies SELECT number FROM numbers(20) WHERE \" + of);";
    private static final String TRUNCATE = "send(work, \"TRUNCATE TABLE copies\");";

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, CLICKHOUSE);

    @TempDir
    Path directory;

    private Proving proving;

    @BeforeEach
    void freshDatabases() throws IOException {
        proving = new Proving(directory, services.freshClickHouseUrl(), services.freshPostgresUrl());
        Files.writeString(
                directory.resolve("0010_copy.setup.clickhouse.sql"),
                "CREATE TABLE copies (number UInt64) ENGINE = MergeTree ORDER BY number");
    }

    @Test
    void aFunctionThatLooksAtTheDataIsProvedInsideOfItToo() throws IOException {
        copy("if (rows(work, of).equals(\"0\")) { " + INSERT + " }", TRUNCATE);

        Said said = proving.said("0010", "--twice");

        assertThat(said.out()).containsPattern("1 copy +ok +ok +ok +ok +ok +ok +ok +ok");
        assertThat(said.err()).as(said.out()).contains("proved: 0010_copy ends as it should");
        assertThat(said.code()).isZero();
    }

    @Test
    void oneThatDiesBetweenAStatementAndItsCheckpointIsNamedWithThePlace() throws IOException {
        copy(INSERT, TRUNCATE);

        Said said = proving.said("0010");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .containsPattern("1 copy +ok +FAILED +ok +ok +ok +ok +ok +ok")
                .contains("Operation 1, copy, killed just after its statement 1 (0010_copy/copy)")
                .as("after the last one its condition says that it is done, and a checkpoint is all that was missing")
                .doesNotContain("killed just after its statement 2", "killed just after its checkpoint")
                .contains("→ let the function look at the data for what is done already");
    }

    /** What a worker's death would not leave a function, such as a finally, is not left to it here. */
    @Test
    void aRollbackThatCannotBeginAgainIsNamedAndNothingComesFromTheDead() throws IOException {
        copy(
                "if (rows(work, of).equals(\"0\")) { " + INSERT + " }",
                "try { send(work, \"RENAME TABLE copies TO copied\"); } finally { "
                        + "send(work, \"TRUNCATE TABLE copied\"); send(work, \"RENAME TABLE copied TO copies\"); }");

        Said said = proving.said("0010", "--output", "json");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("\"call\" : \"AFTER statement 1\"", "\"call\" : \"AFTER statement 2\"")
                .doesNotContain("\"call\" : \"AFTER statement 3\"")
                .contains("\"state\" : \"ROLLBACK_FAILED\"");
    }

    @Test
    void whatAFunctionSendsToAnotherDatabaseIsNotSent() throws IOException {
        copy("send(work, \"INSERT INTO live.copies SELECT 1\");", TRUNCATE);

        Said said = proving.said(directory.resolve("copy.jar").toString());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("a function names a database: live.copies; leave the database out");
    }

    private void copy(String batch, String back) throws IOException {
        CompiledJar.write(directory.resolve("copy.jar"), "Copy", SOURCE.formatted(batch, back));
    }
}
