package io.longhaul.acceptance.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends statements to ClickHouse over one connection. For one thread. */
final class Post {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;

    /** {@code http://host:port/database}. */
    Post(String url) {
        URI place = URI.create(url);
        target = place.resolve("/?default_format=TabSeparated&database="
                + URLEncoder.encode(place.getPath().substring(1), StandardCharsets.UTF_8));
    }

    Reply send(String sql) throws IOException, InterruptedException {
        HttpResponse<String> reply = http.send(
                HttpRequest.newBuilder(target)
                        .timeout(LONGEST)
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Reply(
                reply.statusCode() == 200,
                reply.headers().firstValue("X-ClickHouse-Exception-Code").orElse(""),
                reply.body().strip());
    }

    /** What the server said; {@code code} is its number for what went wrong. */
    record Reply(boolean isWell, String code, String text) {}
}
