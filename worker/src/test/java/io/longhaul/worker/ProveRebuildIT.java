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

/** A rebuild is killed before and after each of its own statements, forward and backward. */
@Tag("slow")
class ProveRebuildIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, CLICKHOUSE);

    @TempDir
    Path directory;

    private Proving proving;

    @BeforeEach
    void freshDatabases() throws IOException {
        proving = new Proving(directory, services.freshClickHouseUrl(), services.freshPostgresUrl());
        Files.writeString(directory.resolve("0001_rebuilt.setup.clickhouse.sql"), """
                CREATE TABLE events (id UInt64, text String) ENGINE = MergeTree ORDER BY id;
                INSERT INTO events SELECT number, toString(number % 7) FROM numbers(20);
                """);
    }

    @Test
    void aRebuildIsProvedWhereverItsWorkerDies() throws IOException {
        define("""
                description: Another key
                operations:
                  - rebuildTable: events
                    orderBy: [text, id]
                """);

        Said said = proving.said("0001");

        assertThat(said.err()).as(said.out()).contains("proved: 0001_rebuilt ends as it should");
        assertThat(said.out()).doesNotContain("FAILED", "→");
        assertThat(said.code()).isZero();
        assertThat(rounds(said)).as(said.err()).isGreaterThan(30);
    }

    private static int rounds(Said said) {
        return Integer.parseInt(said.err().replaceAll("(?s).*however it was disturbed in (\\d+) runs.*", "$1"));
    }

    private void define(String definition) throws IOException {
        Files.writeString(directory.resolve("0001_rebuilt.yaml"), definition);
    }
}
