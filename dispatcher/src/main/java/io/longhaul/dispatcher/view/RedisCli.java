package io.longhaul.dispatcher.view;

import io.longhaul.common.config.ServiceUrl;
import java.util.Set;

/** The command by which a person reaches a Redis without Longhaul. */
public final class RedisCli {

    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost");
    private static final int USUAL_PORT = 6379;

    private RedisCli() {}

    /** {@code redis-cli} with no more options than it takes; asks for the password instead of showing it. */
    public static String command(ServiceUrl url) {
        StringBuilder command = new StringBuilder("redis-cli");
        if (!HERE.contains(url.host())) {
            command.append(" -h ").append(url.host());
        }
        if (url.port() != USUAL_PORT) {
            command.append(" -p ").append(url.port());
        }
        if (!url.path().isEmpty() && !url.path().equals("0")) {
            command.append(" -n ").append(url.path());
        }
        if (url.scheme().equals("rediss")) {
            command.append(" --tls");
        }
        url.user().ifPresent(user -> command.append(" --user ").append(user));
        if (url.password().isPresent()) {
            command.append(" --askpass");
        }
        return command.toString();
    }
}
