package io.longhaul.worker;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.Proving.Said;
import io.longhaul.worker.target.clickhouse.ClickHouseByHand;
import io.longhaul.worker.target.postgres.PostgresByHand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ProveCommandIT {

    private static final String EVENTS = """
            CREATE TABLE events (number UInt64, note String) ENGINE = MergeTree ORDER BY number;
            INSERT INTO events SELECT number, 'a; b' FROM numbers(20)""";

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
        write("0001_safe.setup.clickhouse.sql", EVENTS);
        write("0001_safe.setup.postgres.sql", "CREATE TABLE account (id serial PRIMARY KEY, name text);");
        write("0001_safe.yaml", """
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

        Said said = prove("0001", "--set", "name=alice", "--twice");

        assertThat(said.err()).as(said.out()).contains("proved: 0001_safe ends as it should");
        assertThat(said.out()).doesNotContain(" FAILED", "→");
        assertThat(said.code()).isZero();
        assertThat(tables()).isEmpty();
        assertThat(prove("0001", "--set", "name=").err())
                .as("they can be used again")
                .doesNotContain("not empty", "broken off");
    }

    @Test
    void anInsertThatIsSentAgainIsNamedWithTheRowsThatItDoubles() throws IOException {
        write("0002_doubles.setup.clickhouse.sql", EVENTS + "; CREATE TABLE events_new AS events;");
        write("0002_doubles.yaml", """
                description: Doubles
                operations:
                  - name: copy everything
                    clickhouse: INSERT INTO events_new SELECT * FROM events
                    onCrash: resume
                    rollback: TRUNCATE TABLE events_new
                """);

        Said said = prove("0002");

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
        write("0008_half.setup.clickhouse.sql", EVENTS + "; CREATE TABLE events_new AS events;");
        write("0008_half.yaml", """
                description: Leaves half of it
                operations:
                  - name: copy slowly
                    clickhouse: |
                      INSERT INTO events_new SELECT number, '' FROM numbers(500) WHERE sleepEachRow(0.003) = 0
                      SETTINGS max_block_size = 25, max_insert_block_size = 25, min_insert_block_size_rows = 1, max_threads = 1
                """);

        Said said = prove("0008");

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
        write("0003_exchange.setup.clickhouse.sql", EVENTS + "; CREATE TABLE events_new AS events;");
        write("0003_exchange.yaml", """
                description: Exchanges
                operations:
                  - name: change places
                    clickhouse: EXCHANGE TABLES events AND events_new
                    done: SELECT count() >= 0 FROM events
                    rollback: EXCHANGE TABLES events AND events_new
                    irreversible: false
                """);

        Said said = prove("0003", "--output", "json");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("\"boundary\" : \"BEFORE\"")
                .contains("ClickHouse table events: 20 rows, undisturbed 0")
                .contains("see that its 'done' answers 1 when all of the effect is there, and never else");
    }

    @Test
    void aRollbackThatCannotBeRepeatedIsNamed() throws IOException {
        write("0004_column.setup.clickhouse.sql", EVENTS);
        write("0004_column.yaml", """
                description: Adds a column
                operations:
                  - name: add column
                    clickhouse: ALTER TABLE events ADD COLUMN IF NOT EXISTS extra String
                    onCrash: resume
                    rollback: ALTER TABLE events DROP COLUMN extra
                """);

        Said said = prove("0004");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .containsPattern("1 add column +ok +ok +ok +FAILED +ok +ok +FAILED +FAILED")
                .contains("the run is rollback failed, and should be rolled back: rollback of add column")
                .contains("killed just after it returned, rolling back (ALTER TABLE events DROP COLUMN extra)")
                .contains("→ write its rollback so that it may be repeated");
    }

    @Test
    void whatIsOtherwiseEachTimeIsNotComparedAndSaidSo() throws IOException {
        write("0005_clock.setup.clickhouse.sql", EVENTS);
        write("0005_clock.yaml", """
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

        Said said = prove("0005");

        assertThat(said.err())
                .contains("ClickHouse table made: at is not the same after two undisturbed runs, and not compared")
                .contains("what is irreversible was not taken back");
        assertThat(said.code()).isZero();
    }

    @Test
    void theDatabasesThatLonghaulIsConfiguredForAreRefused() throws IOException {
        safe();
        proving.environment.put("LONGHAUL_CLICKHOUSE_URL", proving.clickHouse.replace("127.0.0.1", "localhost"));
        proving.environment.put("LONGHAUL_TARGET_POSTGRES_URL", proving.postgres);

        Said said = prove("0001");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("is the database of LONGHAUL_CLICKHOUSE_URL; a proof drops everything there is")
                .contains("is the database of LONGHAUL_TARGET_POSTGRES_URL; a proof drops everything there is");
    }

    @Test
    void aDatabaseWithTablesIsRefusedAndKeepsThem() throws IOException {
        safe();
        onClickHouse("CREATE TABLE precious (n UInt8) ENGINE = Memory");
        try (PostgresByHand hand = new PostgresByHand(ServiceUrl.parse(proving.postgres, List.of("postgresql")))) {
            hand.execute("CREATE SCHEMA app; CREATE TABLE app.precious (n int)");
        }

        Said said = prove("0001", "--clean");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("is not empty: precious; ")
                .contains("is not empty: table app.precious, schema app; ");
        assertThat(tables()).containsExactly("precious");
    }

    @Test
    void aDefinitionOrSetupThatNamesADatabaseIsRefusedWithThePlace() throws IOException {
        write("0006_named.setup.clickhouse.sql", EVENTS + ";\nINSERT INTO live.events SELECT 1, ''");
        write("0006_named.yaml", """
                description: Reaches elsewhere
                operations:
                  - name: copy
                    clickhouse: INSERT INTO events SELECT e.number, e.note FROM live.events AS e
                    onCrash: resume
                    rollback: TRUNCATE TABLE live.events
                """);

        Said said = prove("0006");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains(
                        "0006_named.yaml:4:65: operation 1 copy names a database: live.events; leave the database out")
                .contains("0006_named.yaml:6:30: operation 1 copy names a database: live.events")
                .contains("0006_named.setup.clickhouse.sql:3: the setup names a database: live.events");
        assertThat(tables()).isEmpty();
    }

    @Test
    void anIdThatIsNotThereAndAMissingDatabaseAreSaidInOneSentence() throws IOException {
        safe();

        assertThat(prove("0009").err())
                .contains("there is no migration 0009 in ")
                .contains("; there are 0001_safe");
        proving.postgres = proving.postgres.substring(0, proving.postgres.lastIndexOf('/'));
        assertThat(prove("0001").err()).contains("--postgres-url names no database");
        proving.postgres = "postgresql://nobody@127.0.0.1:1/none";
        assertThat(prove("0001").code()).isEqualTo(4);
    }

    @Test
    void aProofThatWasBrokenOffCanBeBegunAgainWithClean() throws IOException {
        safe();
        onClickHouse("CREATE TABLE longhaul_prove (migration String) ENGINE = MergeTree ORDER BY migration");
        onClickHouse("INSERT INTO longhaul_prove SELECT '0007_earlier'");
        onClickHouse("CREATE TABLE events (n UInt8) ENGINE = Memory");

        Said refused = prove("0001");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("a proof of 0007_earlier was broken off in ClickHouse ")
                .contains("; add --clean to drop what it left there");
        assertThat(tables()).contains("events");

        Said said = prove("0001", "--clean");
        assertThat(said.err()).contains("dropping what the proof of 0007_earlier left in ClickHouse ");
        assertThat(said.code()).isZero();
        assertThat(tables()).isEmpty();
    }

    private void safe() throws IOException {
        write("0001_safe.yaml", """
                description: Safe
                operations:
                  - name: make
                    clickhouse: CREATE TABLE IF NOT EXISTS made (n UInt8) ENGINE = MergeTree ORDER BY n
                    onCrash: resume
                    rollback: DROP TABLE IF EXISTS made SYNC
                """);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private Said prove(String... more) {
        return proving.said(more);
    }

    private List<String> tables() {
        try (ClickHouseByHand byHand = new ClickHouseByHand(proving.clickHouse)) {
            return byHand.target.tables("");
        }
    }

    private void onClickHouse(String sql) {
        try (ClickHouseByHand byHand = new ClickHouseByHand(proving.clickHouse)) {
            byHand.sql(sql);
        }
    }
}
