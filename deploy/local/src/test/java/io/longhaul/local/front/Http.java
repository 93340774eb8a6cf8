package io.longhaul.local.front;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A client that sends what a test says, parameter by parameter, and hides nothing of the reply. */
record Http(String url) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> send(String sql, Map<String, String> parameters) {
        try {
            return CLIENT.send(request(sql, parameters), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> sendLater(String sql, Map<String, String> parameters) {
        return CLIENT.sendAsync(request(sql, parameters), HttpResponse.BodyHandlers.ofString());
    }

    String query(String sql) {
        HttpResponse<String> reply = send(sql, Map.of());
        if (reply.statusCode() != 200) {
            throw new AssertionError(sql + ": " + reply.body());
        }
        return reply.body().strip();
    }

    private HttpRequest request(String sql, Map<String, String> parameters) {
        URI uri = URI.create(url);
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String database = uri.getPath().substring(1);
        URI target = URI.create("http://" + uri.getAuthority() + "/?database=" + database + "&" + query);
        return HttpRequest.newBuilder(target)
                .timeout(Duration.ofMinutes(2))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
    }
}
