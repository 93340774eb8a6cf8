package io.longhaul.worker.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.RunState;
import io.longhaul.worker.prove.Report.Result;
import io.longhaul.worker.prove.Report.Tried;
import io.longhaul.worker.prove.Round.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofViewTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private static final PlannedOperation CREATE = new PlannedOperation(
            1,
            "create events_new",
            "CREATE TABLE IF NOT EXISTS events_new AS events",
            Map.of(),
            List.of("DROP TABLE IF EXISTS events_new SYNC"),
            Optional.empty(),
            0);

    private static final PlannedOperation COPY = new PlannedOperation(
            2,
            "copy",
            Engine.POSTGRES,
            "INSERT INTO\n  totals SELECT 1",
            Map.of(),
            List.of("DELETE FROM totals"),
            Optional.empty(),
            20,
            Handling.of(CrashRule.ASK));

    private static final Round COPY_KILLED =
            new Round(Phase.FORWARD, new Point(2, 0), Boundary.AFTER, Person.RESUMES, true);

    private static final Report REPORT = new Report(
            new MigrationId("0007_events"),
            List.of(CREATE, COPY),
            List.of(
                    new Tried(
                            new Round(Phase.FORWARD, new Point(1, 0), Boundary.BEFORE, Person.RESUMES, false),
                            Result.OK),
                    new Tried(COPY_KILLED, Result.FAILED),
                    new Tried(
                            new Round(Phase.FORWARD, new Point(2, 0), Boundary.AFTER, Person.ROLLS_BACK, false),
                            Result.OK),
                    new Tried(
                            new Round(Phase.ROLLBACK, new Point(1, 1), Boundary.DURING, Person.ROLLS_BACK, false),
                            Result.NOT_SENT),
                    new Tried(
                            new Round(Phase.ROLLBACK, new Point(2, 1), Boundary.AFTER, Person.ROLLS_BACK, false),
                            Result.FAILED)),
            List.of(
                    new Finding(
                            Optional.empty(),
                            Optional.empty(),
                            RunState.ROLLED_BACK,
                            RunState.ROLLED_BACK,
                            Optional.empty(),
                            List.of("ClickHouse table events_new is there, at first it is not"),
                            "correct the rollbacks"),
                    new Finding(
                            Optional.of(COPY_KILLED),
                            Optional.of(COPY),
                            RunState.SUCCEEDED,
                            RunState.SUCCEEDED,
                            Optional.empty(),
                            List.of("PostgreSQL table totals: 40 rows, undisturbed 20"),
                            "give it a 'done'"),
                    new Finding(
                            Optional.of(new Round(
                                    Phase.ROLLBACK, new Point(2, 1), Boundary.AFTER, Person.ROLLS_BACK, false)),
                            Optional.of(COPY),
                            RunState.ROLLBACK_FAILED,
                            RunState.ROLLED_BACK,
                            Optional.of("rollback of copy: postgres 42P01: no such table"),
                            List.of(),
                            "write its rollback so that it may be repeated")),
            List.of("a note"));

    @Test
    void programsReadAProofByStableKeys() throws IOException {
        assertMatches("proof.json", ProofView.of(REPORT).json());
    }

    @Test
    void peopleReadATableAndWhatWasFound() throws IOException {
        List<String> lines = ProofPage.lines(REPORT);

        assertMatches("proof.txt", String.join("\n", lines) + "\n" + ProofPage.verdict(REPORT) + "\n");
        assertThat(lines.subList(0, 4)).allMatch(line -> line.length() <= 120);
    }

    /** {@code -Dgolden.write} writes the files anew. */
    private static void assertMatches(String file, String actual) throws IOException {
        if (System.getProperty("golden.write") != null) {
            Files.writeString(GOLDEN.resolve(file), actual);
        }
        assertThat(actual).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }
}
