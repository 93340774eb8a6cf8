package io.longhaul.local.service;

import io.longhaul.local.front.FrontMain;
import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.LocalProcessException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ClickHouse's own engine behind our HTTP front, in a process of its own. */
public final class PrivateClickHouse extends PrivateService {

    private static final String DATABASE = "longhaul";

    /** Empty, for what somebody tries out. */
    private static final String SCRATCH = "scratch";

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER)
            .build();
    private final Optional<Path> configFile;

    public PrivateClickHouse(Path parent, Lifetime lifetime) {
        this("clickhouse", parent, lifetime, Optional.empty());
    }

    /** One of several beside each other, each under a name of its own; the file is a ClickHouse server's. */
    public PrivateClickHouse(String name, Path parent, Lifetime lifetime, Optional<Path> configFile) {
        super(name, parent, lifetime);
        this.configFile = configFile;
    }

    @Override
    public String url() {
        return url(DATABASE);
    }

    @Override
    public String freshUrl() {
        String database = "fresh_" + ProcessHandle.current().pid() + "_" + nextFresh();
        create(database);
        return url(database);
    }

    /** The address of an empty database, for proofs. */
    public String scratchUrl() {
        return url(SCRATCH);
    }

    /** Where statements on the database of {@link #url()} can be posted by hand. */
    public String postUrl() {
        return "http://127.0.0.1:" + port() + "/?database=" + DATABASE;
    }

    private String url(String database) {
        return "http://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    int portCount() {
        return 1;
    }

    @Override
    void initialise() {
        Libchdb.file();
        try {
            Files.createDirectories(place().resolve("data"));
        } catch (IOException e) {
            throw new LocalProcessException("cannot make " + place().resolve("data"), e);
        }
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "-Djna.tmpdir=" + place().directory(),
                "-cp",
                classPath(),
                FrontMain.class.getName(),
                Integer.toString(port()),
                Libchdb.file().toString(),
                place().resolve("data").toString()));
        configFile.ifPresent(file -> command.add(file.toString()));
        return command;
    }

    /** Just what the front needs: a test's whole class path may be a jar that only its own JVM understands. */
    private static String classPath() {
        return CodeSource.of(FrontMain.class) + File.pathSeparator + CodeSource.of(com.sun.jna.Native.class);
    }

    @Override
    Map<String, String> environment() {
        return Map.of("PATH", Installed.path(), "TZ", forTests() ? TEST_ZONE : "UTC");
    }

    @Override
    boolean answers() {
        return Greeting.of(port(), "GET /ping HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 200");
    }

    /** Not the database {@code default}: in the library that is of engine Overlay, whose tables have no UUID. */
    @Override
    void complete() {
        create(DATABASE);
        create(SCRATCH);
    }

    @Override
    String stopSignal() {
        return "TERM";
    }

    private void create(String database) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/"))
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "CREATE DATABASE IF NOT EXISTS " + database + " ENGINE = Atomic"))
                .build();
        try {
            HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new LocalProcessException("cannot create database " + database + ": " + reply.body());
            }
        } catch (IOException e) {
            throw new LocalProcessException("cannot create database " + database, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("interrupted while creating database " + database, e);
        }
    }
}
