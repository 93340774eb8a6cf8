package io.longhaul.worker;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.Proving.Said;
import io.longhaul.worker.target.postgres.PostgresByHand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a proof needs, and what keeps it from beginning: it drops everything that is in its databases. */
@Tag("slow")
class ProveRefusedIT {

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
    void theDatabasesThatLonghaulIsConfiguredForAreRefused() throws IOException {
        proving.writeSafe();
        proving.environment.put("LONGHAUL_CLICKHOUSE_URL", proving.clickHouse.replace("127.0.0.1", "localhost"));
        proving.environment.put("LONGHAUL_TARGET_POSTGRES_URL", proving.postgres);

        Said said = proving.said("0001");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("is the database of LONGHAUL_CLICKHOUSE_URL; a proof drops everything there is")
                .contains("is the database of LONGHAUL_TARGET_POSTGRES_URL; a proof drops everything there is");
    }

    @Test
    void aDatabaseWithTablesIsRefusedAndKeepsThem() throws IOException {
        proving.writeSafe();
        proving.onClickHouse("CREATE TABLE precious (n UInt8) ENGINE = Memory");
        try (PostgresByHand hand = new PostgresByHand(ServiceUrl.parse(proving.postgres, List.of("postgresql")))) {
            hand.execute("CREATE SCHEMA app; CREATE TABLE app.precious (n int)");
        }

        Said said = proving.said("0001", "--clean");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("is not empty: precious; ")
                .contains("is not empty: table app.precious, schema app; ");
        assertThat(proving.tables()).containsExactly("precious");
    }

    @Test
    void aDefinitionOrSetupThatNamesADatabaseIsRefusedWithThePlace() throws IOException {
        proving.write("0006_named.setup.clickhouse.sql", Proving.EVENTS + ";\nINSERT INTO live.events SELECT 1, ''");
        proving.write("0006_named.yaml", """
                description: Reaches elsewhere
                operations:
                  - name: copy
                    clickhouse: INSERT INTO events SELECT e.number, e.note FROM live.events AS e
                    onCrash: resume
                    rollback: TRUNCATE TABLE live.events
                """);

        Said said = proving.said("0006");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains(
                        "0006_named.yaml:4:65: operation 1 copy names a database: live.events; leave the database out")
                .contains("0006_named.yaml:6:30: operation 1 copy names a database: live.events")
                .contains("0006_named.setup.clickhouse.sql:3: the setup names a database: live.events");
        assertThat(proving.tables()).isEmpty();
    }

    @Test
    void anIdThatIsNotThereAndAMissingDatabaseAreSaidInOneSentence() throws IOException {
        proving.writeSafe();

        assertThat(proving.said("0009").err())
                .contains("there is no migration 0009 in ")
                .contains("; there are 0001_safe");
        proving.postgres = proving.postgres.substring(0, proving.postgres.lastIndexOf('/'));
        assertThat(proving.said("0001").err()).contains("--postgres-url names no database");
        proving.postgres = "postgresql://nobody@127.0.0.1:1/none";
        assertThat(proving.said("0001").code()).isEqualTo(4);
    }

    @Test
    void aProofThatWasBrokenOffCanBeBegunAgainWithClean() throws IOException {
        proving.writeSafe();
        proving.onClickHouse("CREATE TABLE longhaul_prove (migration String) ENGINE = MergeTree ORDER BY migration");
        proving.onClickHouse("INSERT INTO longhaul_prove SELECT '0007_earlier'");
        proving.onClickHouse("CREATE TABLE events (n UInt8) ENGINE = Memory");

        Said refused = proving.said("0001");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("a proof of 0007_earlier was broken off in ClickHouse ")
                .contains("; add --clean to drop what it left there");
        assertThat(proving.tables()).contains("events");

        Said said = proving.said("0001", "--clean");
        assertThat(said.err()).contains("dropping what the proof of 0007_earlier left in ClickHouse ");
        assertThat(said.code()).isZero();
        assertThat(proving.tables()).isEmpty();
    }
}
