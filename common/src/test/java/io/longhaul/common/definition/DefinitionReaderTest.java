package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefinitionReaderTest {

    private static final String SMALLEST = """
            description: Add a column
            operations:
              - clickhouse: ALTER TABLE events ADD COLUMN IF NOT EXISTS person_id UUID
            """;

    @Test
    void theNameOfTheFileIsTheId() {
        assertThat(Written.definition(SMALLEST).migration().id()).isEqualTo(new MigrationId("0001_x"));
    }

    @Test
    void theShortestDefinitionNeedsADescriptionAndAnOperation() {
        Migration migration = Written.definition(SMALLEST).migration();

        assertThat(migration.description()).isEqualTo("Add a column");
        assertThat(migration.required()).isEmpty();
        assertThat(migration.prechecks()).isEmpty();
        assertThat(migration.operations())
                .containsExactly(new SqlOperation(
                        "ALTER TABLE events ADD COLUMN IF NOT EXISTS person_id UUID",
                        List.of("ALTER TABLE events ADD COLUMN IF NOT EXISTS person_id UUID"),
                        Optional.empty(),
                        List.of(),
                        Optional.empty()));
    }

    @Test
    void requiredAndPrechecksAreRead() throws URISyntaxException {
        Migration migration = example().migration();

        assertThat(migration.required())
                .contains(new SqlCheck("SELECT sorting_key NOT LIKE '%event%' FROM system.tables"
                        + " WHERE database = currentDatabase() AND name = 'events'"));
        assertThat(migration.prechecks())
                .containsExactly(
                        new FreeDisk(Optional.of(new FreeDisk.ForTable("events", 1.5)), Optional.empty()),
                        new FreeDisk(Optional.empty(), Optional.of(10L * 1024 * 1024 * 1024)),
                        new FreeDisk(Optional.of(new FreeDisk.ForTable("events", 2)), Optional.of(500_000_000L)),
                        new SqlCheck("SELECT count() = 0 FROM system.mutations WHERE NOT is_done"));
    }

    @Test
    void postchecksAndMessagesAreRead() {
        Migration migration = Written.definition(SMALLEST + """
                prechecks: [{ clickhouse: SELECT 1, message: not yet }]
                postchecks:
                  - { clickhouse: SELECT 2, message: rows are missing }
                  - { freeDisk: { atLeast: 1 KB } }
                """).migration();

        assertThat(migration.prechecks()).containsExactly(new SqlCheck("SELECT 1", Optional.of("not yet")));
        assertThat(migration.postchecks())
                .containsExactly(
                        new SqlCheck("SELECT 2", Optional.of("rows are missing")),
                        new FreeDisk(Optional.empty(), Optional.of(1000L)));
    }

    @Test
    void theCopyByHandOfTheDesignIsReadAsItStandsThere() throws URISyntaxException {
        assertThat(example().migration().operations().get(1))
                .isEqualTo(new SqlOperation(
                        "copy {partition}",
                        List.of(
                                "CREATE OR REPLACE TABLE {staging} AS events_new",
                                "INSERT INTO {staging} SELECT * FROM events WHERE _partition_id = {partition:String}",
                                "ALTER TABLE events_new REPLACE PARTITION ID {partition:String} FROM {staging}"),
                        Optional.of(Query.onClickHouse("SELECT DISTINCT partition_id AS partition FROM system.parts"
                                + " WHERE active AND database = currentDatabase() AND table = 'events' ORDER BY 1")),
                        List.of("ALTER TABLE events_new DROP PARTITION ID {partition:String}"),
                        Optional.empty()));
    }

    @Test
    void anOperationMayHaveADoneQueryAndSeveralRollbacks() throws URISyntaxException {
        List<Operation> operations = example().migration().operations();

        assertThat(((SqlOperation) operations.get(0)).done())
                .contains("SELECT count() FROM system.tables"
                        + " WHERE database = currentDatabase() AND name = 'events_new'");
        assertThat(((SqlOperation) operations.get(2)).rollback())
                .containsExactly("EXCHANGE TABLES events AND events_new", "OPTIMIZE TABLE events");
    }

    @Test
    void whatACrashMeansIsSaidOrFollowsFromTheStatements() throws URISyntaxException {
        assertThat(example().migration().operations())
                .extracting(operation -> operation.handling().onCrash())
                .containsExactly(CrashRule.RESUME, CrashRule.RESUME, CrashRule.ASK);
        assertThat(example().migration().operations())
                .noneMatch(operation -> operation.handling().irreversible());
    }

    @Test
    void anOperationWithoutANameIsCalledByItsFirstLineOfCode() throws URISyntaxException {
        assertThat(example().migration().operations().get(0).name())
                .isEqualTo("CREATE TABLE IF NOT EXISTS events_new AS events");
    }

    @Test
    void aLongFirstLineIsShortenedToSixtyCharacters() {
        assertThat(nameOf("SELECT '1234567890123456789012345678901234567890123456789012345678901234567890'"))
                .isEqualTo("SELECT '123456789012345678901234567890123456789012345678901…")
                .hasSize(60);
    }

    @Test
    void aNameMadeOfAStatementKeepsItsParametersAndNoOtherBraces() {
        String operation = """
                forEach: { clickhouse: SELECT 1 AS p }
                    clickhouse: ["CREATE TABLE {staging} (x UInt8) COMMENT '{y}' -- {p:String}", "INSERT INTO {staging} SELECT {p:UInt8}"]
                """;

        assertThat(nameOf("INSERT INTO t SELECT {p:String}", "forEach: { clickhouse: SELECT 1 AS p }"))
                .isEqualTo("INSERT INTO t SELECT {p}");
        assertThat(Written.definition("description: x\noperations:\n  - " + operation)
                        .migration()
                        .operations()
                        .get(0)
                        .name())
                .isEqualTo("CREATE TABLE staging (x UInt8) COMMENT 'y' -- p:String");
    }

    @Test
    void aNameIsNotCutInTheMiddleOfAParameter() {
        assertThat(nameOf(
                        "INSERT INTO events_new SELECT * FROM events WHERE p = {partition:String}",
                        "forEach: { clickhouse: SELECT 1 AS partition }"))
                .isEqualTo("INSERT INTO events_new SELECT * FROM events WHERE p = …");
    }

    @Test
    void theSourceIsKeptAsItWasWritten() {
        assertThat(Written.definition("# why\n" + SMALLEST).source()).isEqualTo("# why\n" + SMALLEST);
    }

    @Test
    void aFoldedDescriptionIsOneLine() {
        String text = SMALLEST.replace("Add a column", ">\n  Add\n  a column\n");

        assertThat(Written.definition(text).migration().description()).isEqualTo("Add a column");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNotMatter() {
        assertThat(Written.definition("\uFEFF" + SMALLEST.replace("\n", "\r\n")).migration())
                .isEqualTo(Written.definition(SMALLEST).migration());
    }

    @Test
    void bracesAndSemicolonsInQuotesAndCommentsAreOnlyText() {
        assertThat(nameOf("\"SELECT '{shard}; {x:String}' /* ; {y} */\""))
                .isEqualTo("SELECT 'shard; x:String' /* ; y */");
    }

    private static String nameOf(String statement, String... lines) {
        String more = lines.length == 0 ? "" : "\n    " + String.join("\n    ", lines);
        return Written.definition("description: x\noperations:\n  - clickhouse: " + statement + more)
                .migration()
                .operations()
                .get(0)
                .name();
    }

    private static Definition example() throws URISyntaxException {
        String name = "0007_events_sorting_key.yaml";
        return Written.value(
                Written.READER.read(Path.of(Objects.requireNonNull(DefinitionReaderTest.class.getResource(name))
                        .toURI())));
    }
}
