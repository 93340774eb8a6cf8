package io.longhaul.local.front;

import io.longhaul.local.front.chdb.Engine;
import io.longhaul.local.front.chdb.Result;
import io.longhaul.local.front.chdb.Session;
import io.longhaul.local.front.chdb.StatementFailed;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Runs each request's statement in a session of its own, and no two at a time under one query id. */
final class Statements {

    private final Engine engine;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    Statements(Engine engine) {
        this.engine = engine;
    }

    /** Blocks until the statement has ended and its session is closed, so that nothing of it is left to be seen. */
    Result run(Request request) throws StatementFailed {
        if (!running.add(request.queryId())) {
            throw new StatementFailed("Code: 216. DB::Exception: Query with id = " + request.queryId()
                    + " is already running. (QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING)");
        }
        try (Session session = engine.session()) {
            if (request.database().isPresent()) {
                session.run("USE " + quoted(request.database().get(), '`'));
            }
            session.run("SET " + settings(request));
            return session.run(QueryIds.translate(request.sql()), request.format(), request.parameters());
        } finally {
            running.remove(request.queryId());
        }
    }

    private static String settings(Request request) {
        Map<String, String> all = new java.util.TreeMap<>(request.settings());
        all.put("log_comment", request.queryId());
        return all.entrySet().stream()
                .map(setting -> quoted(setting.getKey(), '`') + " = " + quoted(setting.getValue(), '\''))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String text, char quote) {
        return quote + text.replace("\\", "\\\\").replace(String.valueOf(quote), "\\" + quote) + quote;
    }
}
