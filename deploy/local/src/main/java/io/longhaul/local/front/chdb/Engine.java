package io.longhaul.local.front.chdb;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The engine on one data directory, which no other process may use. Sessions of several threads run side by side; a
 * thread needs a stack of 16 MiB, as the engine's own have.
 */
public final class Engine implements AutoCloseable {

    /** What a session of the library has by default and one of a server has not. */
    private static final List<String> AS_A_SERVER = List.of("--implicit_select=0");

    private final Chdb chdb;
    private final Path data;

    /** The engine lives as long as some session does: this one keeps it. */
    private final Session keeper;

    private Engine(Chdb chdb, Path data, List<String> arguments) {
        this.chdb = chdb;
        this.data = data;
        this.keeper = connect(arguments);
    }

    /** Loads the library and opens the directory; arguments are the engine's own, as {@code --config-file=…}. */
    public static Engine open(Path library, Path data, List<String> arguments) {
        Chdb chdb = Native.load(library.toString(), Chdb.class);
        // Or it takes the JVM's own signals, and the JVM dies of the first null pointer that it would have caught.
        chdb.chdb_set_signal_handlers_enabled(0);
        return new Engine(chdb, data, arguments);
    }

    /** A new session, which a statement that is killed or fails leaves clean only by closing it. */
    public Session session() {
        return connect(AS_A_SERVER);
    }

    private Session connect(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("clickhouse", "--path=" + data));
        all.addAll(arguments);
        Pointer connection = Optional.ofNullable(chdb.chdb_connect(all.size(), all.toArray(String[]::new)))
                .orElseThrow(() -> new IllegalStateException("libchdb cannot open " + data + ": is it in use?"));
        return new Session(chdb, connection);
    }

    @Override
    public void close() {
        keeper.close();
    }
}
