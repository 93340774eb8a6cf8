package io.longhaul.local.service;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.process.LocalProcessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A RabbitMQ node with an epmd, cookie and home of its own.
 *
 * <p>On 3.10 a quorum queue whose node is killed within half a second of its declaration may stay without a leader: a
 * test that kills waits 2 s after declaring.
 */
public final class PrivateRabbit extends PrivateService {

    private static final String NODE = "longhaul@localhost";

    /** epmd stays a child in our session, so that it ends with the node; {@code exec} makes the node the leader. */
    private static final String SCRIPT = """
            epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" &
            until epmd -port "$ERL_EPMD_PORT" -names > /dev/null 2>&1; do sleep 0.02; done
            exec "$0"
            """;

    public PrivateRabbit(Path parent, Lifetime lifetime) {
        super("rabbitmq", parent, lifetime);
    }

    /** Ends in the default virtual host's name, escaped: clients take a bare slash for a virtual host without name. */
    @Override
    public String url() {
        return url("%2F");
    }

    @Override
    public String freshUrl() {
        String host = "fresh-" + ProcessHandle.current().pid() + "-" + nextFresh();
        eval("""
                rabbit_vhost:add(<<"%1$s">>, <<"guest">>),
                All = <<".*">>,
                rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"%1$s">>, All, All, All, <<"guest">>).
                """.formatted(host));
        return url(host);
    }

    private String url(String virtualHost) {
        return "amqp://guest:guest@127.0.0.1:" + port() + "/" + virtualHost;
    }

    @Override
    int portCount() {
        return 3;
    }

    @Override
    void initialise() {
        Installed.rabbit();
        place().write("enabled_plugins", "[].\n");
        place().write("rabbitmq.conf", """
                listeners.tcp.1 = 127.0.0.1:%d
                distribution.listener.interface = 127.0.0.1
                log.file = false
                log.console = true
                log.console.level = warning
                """.formatted(port()));
    }

    @Override
    List<String> command() {
        return List.of("sh", "-c", SCRIPT, Installed.rabbit().toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("PATH", Installed.path()),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("HOME", file("")),
                Map.entry("ERL_EPMD_PORT", Integer.toString(port(2))),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", NODE),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port())),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(port(1))),
                Map.entry("RABBITMQ_MNESIA_BASE", file("mnesia")),
                Map.entry("RABBITMQ_LOG_BASE", file("log")),
                Map.entry("RABBITMQ_LOGS", "-"),
                Map.entry("RABBITMQ_PID_FILE", file("rabbitmq.pid")),
                Map.entry("RABBITMQ_CONFIG_FILE", file("rabbitmq.conf")),
                Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", file("advanced.config")),
                Map.entry("RABBITMQ_CONF_ENV_FILE", file("rabbitmq-env.conf")),
                Map.entry("RABBITMQ_GENERATED_CONFIG_DIR", file("config")),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", file("enabled_plugins")),
                // With this the script becomes the node instead of waiting for it; the flag it then leaves out follows.
                Map.entry("RABBITMQ_ALLOW_INPUT", "1"),
                Map.entry("RABBITMQ_SERVER_START_ARGS", "-noinput"),
                // One scheduler that sleeps while idle: threads that wake each other cost more than the work of a test.
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "+S 1:1 +SDio 1 +SDcpu 1:1 +sbwt none +sbwtdcpu none +sbwtdio none"));
    }

    @Override
    boolean answers() {
        // AMQP 0-9-1, 4.2.2: the server answers the protocol header with a method frame, whose first octet is 1.
        return Greeting.of(port(), "AMQP\0\0\u0009\u0001").startsWith("\u0001");
    }

    @Override
    void complete() {}

    @Override
    String stopSignal() {
        return "TERM";
    }

    /** Runs Erlang inside the node by erl_call, which is in 20 ms; rabbitmqctl takes two seconds. */
    private void eval(String expressions) {
        ProcessBuilder builder = new ProcessBuilder("erl_call", "-sname", NODE, "-e").redirectErrorStream(true);
        builder.environment().put("HOME", file(""));
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(port(2)));
        try {
            Process call = builder.start();
            try (var input = call.outputWriter(StandardCharsets.UTF_8)) {
                input.write(expressions);
            }
            String answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (call.waitFor() != 0 || !answer.startsWith("{ok,")) {
                throw new LocalProcessException("rabbitmq did not run " + expressions + ": " + answer);
            }
        } catch (IOException e) {
            throw new LocalProcessException("cannot run erl_call (package erlang-base)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("interrupted while waiting for erl_call", e);
        }
    }

    private String file(String name) {
        return place().resolve(name).toString();
    }
}
