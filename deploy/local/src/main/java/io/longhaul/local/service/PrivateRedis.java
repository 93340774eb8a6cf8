package io.longhaul.local.service;

import io.longhaul.local.process.Lifetime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Redis that keeps nothing over restarts, which is the worst case that its users must stand. */
public final class PrivateRedis extends PrivateService {

    /** Each costs under 1 KiB; a fresh place is one of them. */
    private static final int DATABASES = 4096;

    public PrivateRedis(Path parent, Lifetime lifetime) {
        super("redis", parent, lifetime);
    }

    @Override
    public String url() {
        return url(0);
    }

    /** Channels of publish and subscribe are common to all databases of a Redis. */
    @Override
    public String freshUrl() {
        int database = nextFresh();
        if (database >= DATABASES) {
            throw new IllegalStateException("all " + DATABASES + " Redis databases are given away");
        }
        return url(database);
    }

    private String url(int database) {
        return "redis://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    int portCount() {
        return 1;
    }

    @Override
    void initialise() {
        Installed.redis();
    }

    @Override
    List<String> command() {
        return List.of(
                Installed.redis().toString(),
                "--port",
                Integer.toString(port()),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--databases",
                Integer.toString(DATABASES),
                "--dir",
                place().directory().toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of("PATH", Installed.path());
    }

    @Override
    boolean answers() {
        return Greeting.of(port(), "PING\r\n").startsWith("+PONG");
    }

    @Override
    void complete() {}

    @Override
    String stopSignal() {
        return "TERM";
    }
}
