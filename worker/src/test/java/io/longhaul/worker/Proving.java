package io.longhaul.worker;

import io.longhaul.worker.target.clickhouse.ClickHouseByHand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** {@code longhaul-worker prove} on the definitions of a directory, without a process of its own. */
final class Proving {

    /** A setup with something to work on. */
    static final String EVENTS = """
            CREATE TABLE events (number UInt64, note String) ENGINE = MergeTree ORDER BY number;
            INSERT INTO events SELECT number, 'a; b' FROM numbers(20)""";

    final Map<String, String> environment = new HashMap<>();
    final Path directory;
    String clickHouse;
    String postgres;

    Proving(Path directory, String clickHouse, String postgres) {
        this.directory = directory;
        this.clickHouse = clickHouse;
        this.postgres = postgres;
    }

    /** What it says to these arguments. */
    Said said(String... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProveCommand command = new ProveCommand(environment, stream(out), stream(err), false, System::nanoTime);
        List<String> arguments = new ArrayList<>(List.of(
                "--migrations", directory.toString(), "--clickhouse-url", clickHouse, "--postgres-url", postgres));
        arguments.addAll(List.of(more));
        int code = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments.toArray(String[]::new));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Puts a file beside the definitions, or a definition. */
    void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    /** A definition that is proved: {@code 0001_safe}. */
    void writeSafe() throws IOException {
        write("0001_safe.yaml", """
                description: Safe
                operations:
                  - name: make
                    clickhouse: CREATE TABLE IF NOT EXISTS made (n UInt8) ENGINE = MergeTree ORDER BY n
                    onCrash: resume
                    rollback: DROP TABLE IF EXISTS made SYNC
                """);
    }

    /** What is left in ClickHouse. */
    List<String> tables() {
        try (ClickHouseByHand byHand = new ClickHouseByHand(clickHouse)) {
            return byHand.target.tables("");
        }
    }

    void onClickHouse(String sql) {
        try (ClickHouseByHand byHand = new ClickHouseByHand(clickHouse)) {
            byHand.sql(sql);
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** What a command has said, and how it ended. */
    record Said(int code, String out, String err) {}
}
