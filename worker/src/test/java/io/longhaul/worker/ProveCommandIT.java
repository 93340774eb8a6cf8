package io.longhaul.worker;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.Proving.Said;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a proof finds out, and how it says so. */
@Tag("slow")
class ProveCommandIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, CLICKHOUSE);

    @TempDir
    Path directory;

    private Proving proving;

    @BeforeEach
    void freshDatabases() {
        proving = new Proving(directory, services.freshClickHouseUrl(), services.freshPostgresUrl());
    }

    @Test
    void whatIsSafeOnBothEnginesIsProvedAndLeavesTheDatabasesEmpty() throws IOException {
        proving.write("0001_safe.setup.clickhouse.sql", Proving.EVENTS);
        proving.write("0001_safe.setup.postgres.sql", "CREATE TABLE account (id serial PRIMARY KEY, name text);");
        proving.write("0001_safe.yaml", """
                description: Safe
                parameters: { name: { type: string } }
                operations:
                  - name: copy
                    clickhouse:
                      - CREATE OR REPLACE TABLE {staging} AS events
                      - INSERT INTO {staging} SELECT number + 100, note FROM events WHERE number < 100
                      - ALTER TABLE events ATTACH PARTITION tuple() FROM {staging}
                    done: SELECT countIf(number >= 100) = 20 FROM events
                    rollback: ALTER TABLE events DELETE WHERE number >= 100 SETTINGS mutations_sync = 1
                  - name: add an account
                    postgres: "INSERT INTO account (name) VALUES ({name:text})"
                    done: SELECT count(*) = 1 FROM account
                    rollback: DELETE FROM account
                """);

        Said said = proving.said("0001", "--set", "name=alice", "--twice");

        assertThat(said.err()).as(said.out()).contains("proved: 0001_safe ends as it should");
        assertThat(said.out()).doesNotContain(" FAILED", "→");
        assertThat(said.code()).isZero();
        assertThat(proving.tables()).isEmpty();
        assertThat(proving.said("0001", "--set", "name=").err())
                .as("they can be used again")
                .doesNotContain("not empty", "broken off");
    }

    @Test
    void anInsertThatIsSentAgainIsNamedWithTheRowsThatItDoubles() throws IOException {
        proving.write("0002_doubles.setup.clickhouse.sql", Proving.EVENTS + "; CREATE TABLE events_new AS events;");
        proving.write("0002_doubles.yaml", """
                description: Doubles
                operations:
                  - name: copy everything
                    clickhouse: INSERT INTO events_new SELECT * FROM events
                    onCrash: resume
                    rollback: TRUNCATE TABLE events_new
                """);

        Said said = proving.said("0002");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .containsPattern("1 copy everything +ok +FAILED +FAILED +ok +ok +ok +ok +ok")
                .contains("Operation 1, copy everything, killed just after it returned (INSERT INTO events_new")
                .contains("    ClickHouse table events_new: 40 rows, undisturbed 20")
                .contains("    → give it a 'done', copy through {staging}");
        assertThat(said.err()).contains("not proved: 2 of ");
    }

    @Test
    void aStatementIsKilledHalfwaySoThatWhatItLeavesIsFound() throws IOException {
        proving.write("0008_half.setup.clickhouse.sql", Proving.EVENTS + "; CREATE TABLE events_new AS events;");
        proving.write("0008_half.yaml", """
                description: Leaves half of it
                operations:
                  - name: copy slowly
                    clickhouse: |
                      INSERT INTO events_new SELECT number, '' FROM numbers(500) WHERE sleepEachRow(0.003) = 0
                      SETTINGS max_block_size = 25, max_insert_block_size = 25, min_insert_block_size_rows = 1, max_threads = 1
                """);

        Said said = proving.said("0008");

        assertThat(said.out())
                .contains("Operation 1, copy slowly, killed while it ran")
                .containsPattern("killed while it ran .*\\n    ClickHouse table events_new: \\d+ rows, at first 0")
                .contains("→ write its rollback so that there may be all of it to take back, a half, or nothing")
                .contains(
                        "Undisturbed, forward and back again:\n    ClickHouse table events_new: 500 rows, at first 0");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void aDoneThatIsWrongAboutAnExchangeIsNamed() throws IOException {
        proving.write("0003_exchange.setup.clickhouse.sql", Proving.EVENTS + "; CREATE TABLE events_new AS events;");
        proving.write("0003_exchange.yaml", """
                description: Exchanges
                operations:
                  - name: change places
                    clickhouse: EXCHANGE TABLES events AND events_new
                    done: SELECT count() >= 0 FROM events
                    rollback: EXCHANGE TABLES events AND events_new
                    irreversible: false
                """);

        Said said = proving.said("0003", "--output", "json");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("\"boundary\" : \"BEFORE\"")
                .contains("ClickHouse table events: 20 rows, undisturbed 0")
                .contains("see that its 'done' answers 1 when all of the effect is there, and never else");
    }

    @Test
    void aRollbackThatCannotBeRepeatedIsNamed() throws IOException {
        proving.write("0004_column.setup.clickhouse.sql", Proving.EVENTS);
        proving.write("0004_column.yaml", """
                description: Adds a column
                operations:
                  - name: add column
                    clickhouse: ALTER TABLE events ADD COLUMN IF NOT EXISTS extra String
                    onCrash: resume
                    rollback: ALTER TABLE events DROP COLUMN extra
                """);

        Said said = proving.said("0004");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .containsPattern("1 add column +ok +ok +ok +FAILED +ok +ok +FAILED +FAILED")
                .contains("the run is rollback failed, and should be rolled back: rollback of add column")
                .contains("killed just after it returned, rolling back (ALTER TABLE events DROP COLUMN extra)")
                .contains("→ write its rollback so that it may be repeated");
    }

    @Test
    void whatIsOtherwiseEachTimeIsNotComparedAndSaidSo() throws IOException {
        proving.write("0005_clock.setup.clickhouse.sql", Proving.EVENTS);
        proving.write("0005_clock.yaml", """
                description: Writes down the time
                operations:
                  - name: make
                    clickhouse: CREATE TABLE IF NOT EXISTS made (at DateTime, n UInt8) ENGINE = MergeTree ORDER BY at
                    onCrash: resume
                    rollback: DROP TABLE IF EXISTS made SYNC
                  - name: fill
                    clickhouse: INSERT INTO made SELECT now(), 1
                    done: SELECT count() = 1 FROM made
                    irreversible: true
                """);

        Said said = proving.said("0005");

        assertThat(said.err())
                .contains("ClickHouse table made: at is not the same after two undisturbed runs, and not compared")
                .contains("what is irreversible was not taken back");
        assertThat(said.code()).isZero();
    }
}
