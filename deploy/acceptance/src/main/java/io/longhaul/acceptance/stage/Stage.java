package io.longhaul.acceptance.stage;

import io.longhaul.local.quickstart.ClickHouse;
import io.longhaul.local.service.Kind;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One installation of Longhaul: fresh databases on real services, and the launchers as processes. */
public final class Stage implements AutoCloseable {

    private static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

    static {
        makeArchives();
    }

    private final Map<String, String> environment = new HashMap<>();
    private final List<Program> programs = new ArrayList<>();
    private final Path logs;
    private final ClickHouse clickHouse;
    private final Truth truth;

    /** {@code migrations} is what its workers ship with; {@code logs} gets a file for each process. */
    public Stage(ServiceSet services, Path migrations, Path logs) {
        this.logs = logs;
        String clickHouseUrl = services.of(Kind.CLICKHOUSE).freshUrl();
        environment.put("LONGHAUL_POSTGRES_URL", services.of(Kind.POSTGRES).freshUrl());
        environment.put("LONGHAUL_RABBITMQ_URL", services.of(Kind.RABBIT).freshUrl());
        environment.put("LONGHAUL_REDIS_URL", services.of(Kind.REDIS).freshUrl());
        environment.put("LONGHAUL_CLICKHOUSE_URL", clickHouseUrl);
        environment.put(
                "LONGHAUL_TARGET_POSTGRES_URL", services.of(Kind.POSTGRES).freshUrl());
        environment.put("LONGHAUL_MIGRATIONS", migrations.toAbsolutePath().toString());
        environment.put("LONGHAUL_RABBITMQ_QUEUE_TYPE", "classic");
        // These processes do not live long enough to earn back what better code costs.
        environment.put("LONGHAUL_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        clickHouse = new ClickHouse(URI.create(clickHouseUrl));
        truth = new Truth(setting("LONGHAUL_POSTGRES_URL"));
    }

    /** Programs are started by the hundred here; with these it takes half as long. */
    private static void makeArchives() {
        try {
            new ProcessBuilder(DEPLOY.resolve("lib").resolve("archive").toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Changes what programs started from now on are told. */
    public Stage with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The timers at their fastest. */
    public Stage withFastestTimers() {
        return with("LONGHAUL_HEARTBEAT", "500ms")
                .with("LONGHAUL_LOCK_LEASE", "2s")
                .with("LONGHAUL_SELF_FENCE", "2500ms")
                .with("LONGHAUL_DEAD_AFTER", "4s")
                .with("LONGHAUL_REAPER_POLL", "250ms")
                .with("LONGHAUL_IDLE_IN_TRANSACTION", "2s")
                .with("LONGHAUL_LOCK_TIMEOUT", "500ms")
                .with("LONGHAUL_REDIS_LIFE", "3s")
                .with("LONGHAUL_SWEEP", "5s");
    }

    /** What a program is told, unless it is started with other settings. */
    public String setting(String name) {
        return environment.getOrDefault(name, "");
    }

    public ClickHouse clickHouse() {
        return clickHouse;
    }

    /** Longhaul's database. */
    public Truth truth() {
        return truth;
    }

    /** The one value of a query on ClickHouse. */
    public String value(String sql) throws IOException, InterruptedException {
        return clickHouse.ask(sql).text();
    }

    public Program startWorker() {
        return start("longhaul-worker");
    }

    public Program startReaper() {
        return start("longhaul", "reaper");
    }

    /** Starts a launcher and leaves it running. */
    public Program start(String launcher, String... arguments) {
        return start(Map.of(), launcher, arguments);
    }

    /** The same, where some settings are others for this one. */
    public Program start(Map<String, String> settings, String launcher, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(DEPLOY.resolve("bin").resolve(launcher).toString()), Stream.of(arguments))
                .toList();
        return launch(launcher, new ProcessBuilder(command), settings);
    }

    /** Starts a line as somebody types it in this directory, who finds the launchers on the path. */
    public Program type(String line, Path directory) {
        return type(line, directory, Map.of());
    }

    /** The same, where some settings are others for this one. */
    public Program type(String line, Path directory, Map<String, String> settings) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("PATH", DEPLOY.resolve("bin") + ":" + System.getenv("PATH"));
        return launch("shell", new ProcessBuilder("bash", "-c", line).directory(directory.toFile()), own);
    }

    private synchronized Program launch(String program, ProcessBuilder builder, Map<String, String> settings) {
        Path out = logs.resolve("%02d-%s.out".formatted(programs.size() + 1, program));
        Path err = logs.resolve("%02d-%s.err".formatted(programs.size() + 1, program));
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LONGHAUL_"));
        builder.environment().putAll(environment);
        builder.environment().putAll(settings);
        try {
            Program started = new Program(builder.start(), out, err);
            programs.add(started);
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs a command of {@code longhaul} to its end. */
    public Finished longhaul(String... arguments) throws InterruptedException {
        Program program = start("longhaul", arguments);
        int code = program.waitFor();
        return new Finished(code, program.out(), program.err());
    }

    /** Where the newest run of a migration stands. Costs less than a look through {@link #show}. */
    public Truth.Now run(String migration) {
        return truth.run(migration).orElseThrow();
    }

    /** {@code longhaul show --output json}. */
    public JsonNode show(String migration) throws InterruptedException {
        Finished shown = longhaul("show", migration, "--output", "json");
        if (shown.code() != 0) {
            throw new IllegalStateException("show ended with " + shown);
        }
        return JsonMapper.shared().readTree(shown.out());
    }

    @Override
    public synchronized void close() {
        programs.forEach(Program::kill);
        try {
            truth.close();
        } catch (SQLException gone) {
            // So is the connection.
        }
    }

    /** A command that has ended. */
    public record Finished(int code, String out, String err) {}
}
