package io.longhaul.common.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is and who we are there, as in {@code postgresql://user:password@host:5432/database?key=value}. Its
 * text form leaves the password out.
 *
 * @param scheme in lower case
 * @param user percent-decoded
 * @param password percent-decoded
 * @param host name or address
 * @param port from the URL or the scheme's default
 * @param path without the leading slash; empty where there is none
 * @param options the query part
 */
public record ServiceUrl(
        String scheme,
        Optional<String> user,
        Optional<Secret> password,
        String host,
        int port,
        String path,
        Map<String, String> options) {

    private static final Map<String, Integer> DEFAULT_PORTS = Map.of(
            "postgresql",
            5432,
            "postgres",
            5432,
            "amqp",
            5672,
            "amqps",
            5671,
            "redis",
            6379,
            "rediss",
            6379,
            "http",
            8123,
            "https",
            8443);

    /** {@code user:password@host:port}; unlike {@link URI} it allows the underscore that container names have. */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:([^@]*)@)?([\\w.~%-]+|\\[[0-9A-Fa-f:.%]+])(?::(\\d{0,5}))?");

    public ServiceUrl {
        options = Map.copyOf(options);
    }

    /**
     * Reads a URL.
     *
     * @param schemes those that will do; the first is shown as the example when the text is wrong
     * @throws IllegalArgumentException with a sentence that says what would be right, and never repeats the password
     */
    public static ServiceUrl parse(String text, List<String> schemes) {
        String example = "%s://user:password@host:%d/name"
                .formatted(schemes.get(0), DEFAULT_PORTS.getOrDefault(schemes.get(0), 1));
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException notAUri) {
            // Not passed on as the cause: it repeats the text, password and all.
            throw new IllegalArgumentException("is not a URL; it looks like " + example);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            throw new IllegalArgumentException("begins with none of %s; it looks like %s"
                    .formatted(
                            String.join(
                                    ", ", schemes.stream().map(s -> s + "://").toList()),
                            example));
        }
        // Else the rest of such a password would be taken for a path, and paths are printed.
        if (uri.getRawFragment() != null || (uri.getRawPath() + uri.getRawQuery()).contains("@")) {
            throw new IllegalArgumentException(
                    "cannot be split into its parts: write / ? # @ in a password as %2F %3F %23 %40");
        }
        Matcher parts = AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
        if (!parts.matches()) {
            throw new IllegalArgumentException("names no host; it looks like " + example);
        }
        return new ServiceUrl(
                scheme,
                userPart(parts.group(1), 0),
                userPart(parts.group(1), 1).map(Secret::new),
                parts.group(2),
                port(parts.group(3), scheme),
                uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", ""),
                options(uri.getRawQuery()));
    }

    private static int port(@Nullable String digits, String scheme) {
        if (digits == null || digits.isEmpty()) {
            return DEFAULT_PORTS.getOrDefault(scheme, 0);
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has port %d; ports are 1 to 65535".formatted(port));
        }
        return port;
    }

    private static Optional<String> userPart(@Nullable String rawUserInfo, int index) {
        if (rawUserInfo == null) {
            return Optional.empty();
        }
        String[] parts = rawUserInfo.split(":", 2);
        return parts.length > index && !parts[index].isEmpty() ? Optional.of(decode(parts[index])) : Optional.empty();
    }

    private static Map<String, String> options(@Nullable String rawQuery) {
        Map<String, String> found = new LinkedHashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (!parts[0].isEmpty()) {
                    found.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
                }
            }
        }
        return found;
    }

    private static String decode(String raw) {
        // A '+' in a password is a plus sign; URLDecoder would make it a space.
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Host and port, for messages. */
    public String address() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return "%s://%s%s/%s".formatted(scheme, user.map(u -> u + "@").orElse(""), address(), path);
    }
}
