package io.longhaul.acceptance;

import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.quickstart.ClickHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One installation of Longhaul: fresh databases on real services, and the launchers as processes. */
final class Stage implements AutoCloseable {

    private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();

    private final Map<String, String> environment = new HashMap<>();
    private final List<Program> programs = new ArrayList<>();
    private final Path logs;
    private final ClickHouse clickHouse;

    /** {@code migrations} is what its workers ship with; {@code logs} gets a file for each process. */
    Stage(LocalServices services, Path migrations, Path logs) {
        this.logs = logs;
        String clickHouseUrl = services.freshClickHouseUrl();
        environment.put("LONGHAUL_POSTGRES_URL", services.freshPostgresUrl());
        environment.put("LONGHAUL_RABBITMQ_URL", services.freshRabbitUrl());
        environment.put("LONGHAUL_REDIS_URL", services.freshRedisUrl());
        environment.put("LONGHAUL_CLICKHOUSE_URL", clickHouseUrl);
        environment.put("LONGHAUL_MIGRATIONS", migrations.toAbsolutePath().toString());
        environment.put("LONGHAUL_RABBITMQ_QUEUE_TYPE", "classic");
        clickHouse = new ClickHouse(URI.create(clickHouseUrl));
    }

    /** Changes what programs started from now on are told. */
    Stage with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    String setting(String name) {
        return environment.getOrDefault(name, "");
    }

    ClickHouse clickHouse() {
        return clickHouse;
    }

    /** The one value of a query on ClickHouse. */
    String value(String sql) throws IOException, InterruptedException {
        return clickHouse.ask(sql).text();
    }

    Program startWorker() {
        return start("longhaul-worker");
    }

    Program startReaper() {
        return start("longhaul", "reaper");
    }

    /** Starts a launcher and leaves it running. */
    Program start(String launcher, String... arguments) {
        Path out = logs.resolve("%02d-%s.out".formatted(programs.size() + 1, launcher));
        Path err = logs.resolve("%02d-%s.err".formatted(programs.size() + 1, launcher));
        List<String> command = Stream.concat(Stream.of(BIN.resolve(launcher).toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LONGHAUL_"));
        builder.environment().putAll(environment);
        try {
            Program program = new Program(builder.start(), out, err);
            programs.add(program);
            return program;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs a command of {@code longhaul} to its end. */
    Finished longhaul(String... arguments) throws InterruptedException {
        Program program = start("longhaul", arguments);
        int code = program.waitFor();
        return new Finished(code, program.out(), program.err());
    }

    /** {@code longhaul show --output json}. */
    JsonNode show(String migration) throws InterruptedException {
        Finished shown = longhaul("show", migration, "--output", "json");
        if (shown.code() != 0) {
            throw new IllegalStateException("show ended with " + shown);
        }
        return JsonMapper.shared().readTree(shown.out());
    }

    @Override
    public void close() {
        programs.forEach(Program::kill);
    }

    /** A command that has ended. */
    record Finished(int code, String out, String err) {}

    /** A launcher as a process. */
    record Program(Process process, Path outFile, Path errFile) {

        int waitFor() throws InterruptedException {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after two minutes; it says: " + err());
            }
            return process.exitValue();
        }

        boolean isUp() {
            return process.isAlive();
        }

        String out() {
            return read(outFile);
        }

        String err() {
            return read(errFile);
        }

        /** {@code kill -9}. */
        void kill() {
            process.destroyForcibly();
        }

        /** SIGTERM. */
        void terminate() {
            process.destroy();
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
