package io.longhaul.local.front;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.longhaul.local.front.chdb.Result;
import io.longhaul.local.front.chdb.StatementFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers HTTP as a ClickHouse server does. */
final class Front implements HttpHandler {

    private static final Pattern OWN_FORMAT =
            Pattern.compile("\\bFORMAT\\s+(\\w+)\\s*;?\\s*\\z", Pattern.CASE_INSENSITIVE);

    private final Statements statements;
    private final Server server;
    private final Clock clock;

    /** Who answers, for the reply's headers. */
    record Server(String version, String timezone) {}

    Front(Statements statements, Server server, Clock clock) {
        this.statements = statements;
        this.server = server;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Request request = Request.of(exchange.getRequestURI().getRawQuery(), headers(exchange), body);
            if (exchange.getRequestURI().getPath().equals("/ping") || request.sql().length == 0) {
                reply(exchange, 200, "Ok.\n".getBytes(StandardCharsets.UTF_8));
            } else {
                run(exchange, request);
            }
        }
    }

    private void run(HttpExchange exchange, Request request) throws IOException {
        long start = System.nanoTime();
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-ClickHouse-Query-Id", request.queryId());
        headers.set("X-ClickHouse-Timezone", request.settings().getOrDefault("session_timezone", server.timezone()));
        headers.set("X-ClickHouse-Server-Display-Name", "longhaul-local");
        try {
            Result result = statements.run(request);
            long nanos = System.nanoTime() - start;
            headers.set("X-ClickHouse-Format", format(request));
            headers.set("X-ClickHouse-Summary", summary(result, nanos));
            log(request, nanos, "ok");
            reply(exchange, 200, result.body());
        } catch (StatementFailed e) {
            log(request, System.nanoTime() - start, "" + e.getMessage());
            headers.set("X-ClickHouse-Exception-Code", Integer.toString(e.code()));
            reply(
                    exchange,
                    500,
                    (e.getMessage() + " (version " + server.version() + ")\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        return headers;
    }

    private static String format(Request request) {
        Matcher own = OWN_FORMAT.matcher(new String(request.sql(), StandardCharsets.ISO_8859_1));
        return own.find() ? own.group(1) : request.format();
    }

    private static String summary(Result result, long nanos) {
        return """
                {"read_rows":"%d","read_bytes":"%d","written_rows":"%d","written_bytes":"%d","total_rows_to_read":"0",\
                "result_rows":"%d","result_bytes":"%d","elapsed_ns":"%d","memory_usage":"0"}""".formatted(
                        result.readRows(),
                        result.readBytes(),
                        result.writtenRows(),
                        result.writtenBytes(),
                        result.resultRows(),
                        result.body().length,
                        nanos);
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** The library has no query_log: this is what there is to look at. */
    private void log(Request request, long nanos, String outcome) {
        String sql = new String(request.sql(), 0, Math.min(request.sql().length, 300), StandardCharsets.UTF_8);
        System.out.printf(
                "%s %s %d ms [%s] %s%n",
                clock.instant(),
                request.queryId(),
                nanos / 1_000_000,
                sql.strip().replaceAll("\\s+", " "),
                outcome.lines().findFirst().orElse(""));
    }
}
