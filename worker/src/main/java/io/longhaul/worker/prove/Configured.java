package io.longhaul.worker.prove;

import io.longhaul.common.config.Configuration;
import io.longhaul.common.config.ServiceUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The databases that programs of Longhaul are configured to work on: no proof is done there. */
public final class Configured {

    private Configured() {}

    /** A sentence for each reason why a place will not do, before anything is connected to. */
    public static List<String> problems(Place place, Configuration configuration) {
        List<String> problems = new ArrayList<>();
        place.clickHouse().ifPresent(url -> {
            if (url.path().isEmpty()) {
                problems.add("--clickhouse-url names no database; make an empty one and name it at the end of the URL");
            }
            same(url, configuration, "LONGHAUL_CLICKHOUSE_URL", "default", "http", "https")
                    .ifPresent(problems::add);
        });
        ServiceUrl postgres = place.postgres();
        if (postgres.path().isEmpty()) {
            problems.add("--postgres-url names no database; make an empty one and name it at the end of the URL");
        }
        same(postgres, configuration, "LONGHAUL_TARGET_POSTGRES_URL", "postgres", "postgresql", "postgres")
                .ifPresent(problems::add);
        same(postgres, configuration, "LONGHAUL_POSTGRES_URL", "longhaul", "postgresql", "postgres")
                .ifPresent(problems::add);
        return problems;
    }

    private static Optional<String> same(
            ServiceUrl url, Configuration configuration, String name, String preset, String... schemes) {
        return configuration
                .optionalService(name, schemes)
                .filter(other -> url.port() == other.port()
                        && url.path().equals(other.path().isEmpty() ? preset : other.path())
                        && isOneHost(url.host(), other.host()))
                .map(other ->
                        "%s/%s is the database of %s; a proof drops everything there is, so give it one of its own"
                                .formatted(url.address(), url.path(), name));
    }

    private static boolean isOneHost(String one, String other) {
        Set<String> addresses = addresses(one);
        return addresses(other).stream().anyMatch(addresses::contains);
    }

    /** The name itself where nobody knows it. */
    private static Set<String> addresses(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(address -> address.isLoopbackAddress() ? "loopback" : address.getHostAddress())
                    .collect(Collectors.toSet());
        } catch (UnknownHostException nobodyKnows) {
            return Set.of(host.toLowerCase(Locale.ROOT));
        }
    }
}
