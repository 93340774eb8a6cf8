package io.longhaul.common.lease.redisson;

import io.longhaul.common.config.ServiceUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the on-call engineer's {@code redis-cli} says. */
public record RedisCli(ServiceUrl url) {

    public String say(String... command) {
        List<String> words = new ArrayList<>(
                List.of("redis-cli", "-h", url.host(), "-p", Integer.toString(url.port()), "-n", url.path()));
        words.addAll(List.of(command));
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException missing) {
            throw new IllegalStateException("redis-cli is missing: apt-get install redis-tools", missing);
        }
    }

    public long number(String... command) {
        return Long.parseLong(say(command));
    }
}
