package io.longhaul.local.front;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One statement as it came over HTTP: the query string taken apart, and the statement with the data behind it. */
@SuppressWarnings("ArrayRecordComponent") // Handed through once, never compared.
record Request(
        String queryId,
        Optional<String> database,
        String format,
        Map<String, String> settings,
        Map<String, String> parameters,
        byte[] sql) {

    private static final String PARAMETER = "param_";

    /** What is neither a setting nor a parameter: ClickHouse's HTTPHandler has the same list, and a few more. */
    private static final Set<String> NO_SETTING = Set.of(
            "query",
            "query_id",
            "database",
            "default_format",
            "compress",
            "decompress",
            "user",
            "password",
            "role",
            "quota_key",
            "session_id",
            "session_timeout",
            "session_check",
            "stacktrace",
            "buffer_size",
            "wait_end_of_query",
            "client_protocol_version");

    /** As on a server, the statement is the parameter {@code query} with the body behind it. */
    static Request of(@Nullable String queryString, Map<String, String> headers, byte[] body) {
        Map<String, String> all = decode(queryString);
        Map<String, String> settings = new TreeMap<>();
        Map<String, String> parameters = new TreeMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), value);
            } else if (!NO_SETTING.contains(name)) {
                settings.put(name, value);
            }
        });
        return new Request(
                given(all, "query_id").orElseGet(() -> UUID.randomUUID().toString()),
                given(all, "database").or(() -> given(headers, "X-ClickHouse-Database")),
                given(headers, "X-ClickHouse-Format")
                        .or(() -> given(all, "default_format"))
                        .orElse("TabSeparated"),
                settings,
                parameters,
                join(all.getOrDefault("query", ""), body));
    }

    private static Optional<String> given(Map<String, String> from, String name) {
        return Optional.ofNullable(from.get(name)).filter(value -> !value.isBlank());
    }

    private static Map<String, String> decode(@Nullable String queryString) {
        Map<String, String> decoded = new LinkedHashMap<>();
        for (String pair : Optional.ofNullable(queryString).orElse("").split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                decoded.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return decoded;
    }

    private static byte[] join(String query, byte[] body) {
        if (query.isEmpty()) {
            return body;
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(query.getBytes(StandardCharsets.UTF_8));
        if (body.length > 0) {
            joined.write('\n');
            joined.writeBytes(body);
        }
        return joined.toByteArray();
    }
}
