package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.stage.Postgres;
import io.longhaul.local.quickstart.ClickHouse;
import io.longhaul.local.service.Kind;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where figures were measured, and with what: without these they say nothing. */
record Machine(Map<String, String> facts) {

    static Machine of(ServiceSet services, Size size) throws IOException, InterruptedException, SQLException {
        ClickHouse clickHouse =
                new ClickHouse(URI.create(services.of(Kind.CLICKHOUSE).url()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", line("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", line("/proc/meminfo", "MemTotal"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put(
                "load",
                Files.exists(Path.of("/proc/loadavg"))
                        ? Files.readString(Path.of("/proc/loadavg")).strip()
                        : "");
        facts.put("java", System.getProperty("java.vm.version"));
        facts.put("clickhouse", clickHouse.ask("SELECT version()").text() + ", the engine's library behind HTTP");
        facts.put(
                "clickhouseThreads",
                clickHouse.ask("SELECT getSetting('max_threads')").text());
        try (Postgres postgres = new Postgres(services.of(Kind.POSTGRES).url(), Installation.ANSWER)) {
            facts.put("postgres", postgres.rows("SHOW server_version").get(0).get(0));
            facts.put(
                    "postgresDurability",
                    "fsync %s, synchronous_commit %s"
                            .formatted(
                                    postgres.rows("SHOW fsync").get(0).get(0),
                                    postgres.rows("SHOW synchronous_commit")
                                            .get(0)
                                            .get(0)));
        }
        facts.put("longhaul", "one worker with default settings and timers, where nothing else is said");
        facts.put("size", size.words());
        return new Machine(facts);
    }

    private static String line(String file, String name) throws IOException {
        Path path = Path.of(file);
        return Files.exists(path)
                ? Files.readAllLines(path).stream()
                        .filter(line -> line.startsWith(name))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown")
                : "unknown";
    }
}
