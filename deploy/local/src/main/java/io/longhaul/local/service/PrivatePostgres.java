package io.longhaul.local.service;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.LocalProcessException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A PostgreSQL cluster of its own, run by the user postgres where we are root, because it refuses to run as root. */
public final class PrivatePostgres extends PrivateService {

    private static final String USER = "longhaul";
    private static final String DATABASE = "longhaul";

    /** The one that migrations work on. */
    private static final String APP = "app";

    /** Empty, for what somebody tries out. */
    private static final String SCRATCH = "scratch";

    private final PostgresAccount account;

    public PrivatePostgres(Path parent, Lifetime lifetime) {
        super("postgres", parent, lifetime);
        this.account = PostgresAccount.ofThisUser();
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

    /** The address of a database beside Longhaul's own, where an application would have its tables. */
    public String appUrl() {
        return url(APP);
    }

    /** The address of an empty database, for proofs. */
    public String scratchUrl() {
        return url(SCRATCH);
    }

    private String url(String database) {
        return "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(USER, password(), port(), database);
    }

    @Override
    int portCount() {
        return 1;
    }

    @Override
    void initialise() {
        PostgresData data = new PostgresData(place(), account);
        data.makeIfAbsent(Installed.postgres(), USER);
        data.forgetDeadPostmaster();
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(List.of(
                Installed.postgres().resolve("postgres").toString(),
                "-D",
                place().resolve(PostgresData.FOLDER).toString(),
                "-p",
                Integer.toString(port())));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private Map<String, String> settings() {
        Map<String, String> common =
                Map.of("listen_addresses", "127.0.0.1", "unix_socket_directories", "", "max_connections", "200");
        // Without fsync a kill -9 still loses nothing: what was written is in the kernel. Only a power cut would.
        // Each test has a database of its own, and none lives long enough to be vacuumed.
        Map<String, String> forTests =
                Map.of("timezone", TEST_ZONE, "fsync", "off", "full_page_writes", "off", "autovacuum", "off");
        Map<String, String> all = new java.util.TreeMap<>(common);
        all.putAll(forTests() ? forTests : Map.of("timezone", "UTC"));
        return all;
    }

    @Override
    Map<String, String> environment() {
        return Map.of("PATH", Installed.path(), "LC_ALL", "C");
    }

    @Override
    boolean answers() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    void complete() {
        for (String database : List.of(DATABASE, APP, SCRATCH)) {
            if (!exists(database)) {
                create(database);
            }
        }
    }

    /** Fast shutdown: ends the sessions instead of waiting for them. */
    @Override
    String stopSignal() {
        return "INT";
    }

    private boolean exists(String database) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + database + "'")) {
            return rows.next();
        } catch (SQLException e) {
            throw new LocalProcessException("cannot look for database " + database, e);
        }
    }

    private void create(String database) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new LocalProcessException("cannot create database " + database, e);
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
    }

    private String password() {
        return place().read(PostgresData.PASSWORD)
                .orElseThrow(() -> new IllegalStateException("postgres was never started"));
    }

    /** Where the data is, for a look after a failed test. */
    public Path data() {
        return place().resolve(PostgresData.FOLDER);
    }
}
