package io.longhaul.local.front;

import com.sun.net.httpserver.HttpServer;
import io.longhaul.local.front.chdb.Engine;
import io.longhaul.local.front.chdb.Session;
import io.longhaul.local.front.chdb.StatementFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Starts the front: {@code FrontMain PORT LIBRARY DATA [CONFIG-FILE]}. */
public final class FrontMain {

    private static final long STACK_BYTES = 16L << 20;

    private FrontMain() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws Exception {
        // Without these a reply costs 44 ms, and a client that kept a connection for a minute finds it closed.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        Thread main = withStack(() -> serve(List.of(arguments)));
        main.start();
        main.join();
    }

    private static void serve(List<String> arguments) {
        try {
            int port = Integer.parseInt(arguments.get(0));
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            List<String> config = arguments.stream()
                    .skip(3)
                    .map(file -> "--config-file=" + file)
                    .toList();
            Engine engine = Engine.open(Path.of(arguments.get(1)), Path.of(arguments.get(2)), config);
            http.createContext("/", new Front(new Statements(engine), describe(engine), Clock.systemUTC()));
            http.setExecutor(Executors.newCachedThreadPool(FrontMain::withStack));
            http.start();
            System.out.println("serves on port " + port);
        } catch (IOException | StatementFailed e) {
            System.out.println("cannot serve: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static Front.Server describe(Engine engine) throws StatementFailed {
        try (Session session = engine.session()) {
            byte[] sql = "SELECT version(), timezone()".getBytes(StandardCharsets.UTF_8);
            String[] columns = new String(
                            session.run(sql, "TabSeparated", Map.of()).body(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\t", 2);
            return new Front.Server(columns[0], columns[1]);
        }
    }

    private static Thread withStack(Runnable task) {
        return new Thread(null, task, "statement", STACK_BYTES);
    }
}
