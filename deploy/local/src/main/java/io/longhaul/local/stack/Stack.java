package io.longhaul.local.stack;

import io.longhaul.local.process.Lifetime;
import io.longhaul.local.service.Kind;
import io.longhaul.local.service.PrivateClickHouse;
import io.longhaul.local.service.PrivatePostgres;
import io.longhaul.local.service.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one stack consists of: the services, and the programs that use them. */
final class Stack {

    /** The version that the example migrations are for. */
    private static final String APP_VERSION = "1.46.2";

    private final Path home;
    private final PrivatePostgres postgres;
    private final PrivateClickHouse clickHouse;
    private final Map<Kind, Service> services = new EnumMap<>(Kind.class);
    private final List<Part> serviceParts;
    private final List<Part> programParts;

    /**
     * Finds what is there.
     *
     * @param home the clone whose programs are started
     * @param state exists already
     */
    Stack(Path home, Path state) {
        this.home = home;
        this.postgres = new PrivatePostgres(state, Lifetime.DAEMON);
        this.clickHouse = new PrivateClickHouse(state, Lifetime.DAEMON);
        for (Kind kind : Kind.values()) {
            services.put(
                    kind,
                    switch (kind) {
                        case POSTGRES -> postgres;
                        case CLICKHOUSE -> clickHouse;
                        case RABBIT, REDIS -> kind.in(state, Lifetime.DAEMON);
                    });
        }
        this.serviceParts =
                services.values().stream().<Part>map(ServicePart::new).toList();
        Path programs = home.resolve("deploy/bin");
        this.programParts = List.of(
                new ProgramPart(
                        "worker",
                        List.of(programs.resolve("longhaul-worker").toString()),
                        state,
                        this::programEnvironment),
                new ProgramPart(
                        "reaper",
                        List.of(programs.resolve("longhaul").toString(), "reaper"),
                        state,
                        this::programEnvironment));
    }

    List<Part> services() {
        return serviceParts;
    }

    List<Part> programs() {
        return programParts;
    }

    List<Part> parts() {
        List<Part> all = new ArrayList<>(serviceParts);
        all.addAll(programParts);
        return all;
    }

    /** What a program has to know, in the order in which people read it; the services must have been started once. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("LONGHAUL_POSTGRES_URL", postgres.url());
        settings.put("LONGHAUL_REDIS_URL", url(Kind.REDIS));
        settings.put("LONGHAUL_RABBITMQ_URL", url(Kind.RABBIT));
        settings.put("LONGHAUL_CLICKHOUSE_URL", url(Kind.CLICKHOUSE));
        settings.put("LONGHAUL_TARGET_POSTGRES_URL", postgres.appUrl());
        settings.put(
                "LONGHAUL_MIGRATIONS",
                home.resolve("deploy/examples/migrations").toString());
        settings.put("LONGHAUL_APP_VERSION", APP_VERSION);
        return settings;
    }

    /** What else a person may want to reach, who looks at ClickHouse by hand or proves a migration. */
    Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("CLICKHOUSE_HTTP", clickHouse.postUrl());
        places.put("SCRATCH_CLICKHOUSE_URL", clickHouse.scratchUrl());
        places.put("SCRATCH_POSTGRES_URL", postgres.scratchUrl());
        return places;
    }

    private String url(Kind kind) {
        return java.util.Objects.requireNonNull(services.get(kind)).url();
    }

    private Map<String, String> programEnvironment() {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.putAll(settings());
        return environment;
    }
}
