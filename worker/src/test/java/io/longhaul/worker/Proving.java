package io.longhaul.worker;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** {@code longhaul-worker prove} on the definitions of a directory, without a process of its own. */
final class Proving {

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

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** What a command has said, and how it ended. */
    record Said(int code, String out, String err) {}
}
