package io.longhaul.local.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** Asks ClickHouse over HTTP, as any of its users might. */
public final class ClickHouse {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final String database;

    /** {@code http://host:port/database}. */
    public ClickHouse(URI url) {
        this.url = url;
        this.database = url.getPath().replaceFirst("^/", "");
    }

    /** The answer as text, tab-separated, and how many rows were read for it; throws when ClickHouse says no. */
    public Answer ask(String sql) throws IOException, InterruptedException {
        URI target = url.resolve(
                "/?database=" + URLEncoder.encode(database, StandardCharsets.UTF_8) + "&default_format=TabSeparated");
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(target)
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("ClickHouse: " + response.body().strip());
        }
        long readRows = response.headers()
                .firstValue("X-ClickHouse-Summary")
                .map(summary ->
                        JsonMapper.shared().readTree(summary).path("read_rows").asString("0"))
                .map(Long::parseLong)
                .orElse(0L);
        return new Answer(response.body().strip(), readRows);
    }

    /** An answer, and the rows that were read for it. */
    public record Answer(String text, long readRows) {}
}
