package io.longhaul.common.store;

import io.longhaul.common.version.Version;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of Longhaul that are up, and how they find the services they use. Throws {@link StoreUnavailable} when
 * PostgreSQL cannot be reached.
 */
public interface Presence {

    /** A process has started. */
    void arrive(Member member);

    /** It is still there. */
    void beat(String id, Map<Service, Health> services);

    /** It has ended by itself. */
    void leave(String id);

    /**
     * A process.
     *
     * @param id unique, such as {@code w-7f3a}
     * @param kind what it does
     * @param host on which machine
     * @param pid as which process
     * @param application the version of the application that it was told of
     */
    record Member(String id, Kind kind, String host, long pid, Optional<Version> application) {

        /** One that knows no application. */
        public Member(String id, Kind kind, String host, long pid) {
            this(id, kind, host, pid, Optional.empty());
        }
    }

    /** What a process does. */
    enum Kind {
        WORKER,
        REAPER
    }

    /** A service beside PostgreSQL. */
    enum Service {
        RABBITMQ,
        REDIS,
        CLICKHOUSE,
        TARGET_POSTGRES
    }

    /** How a process last found a service. */
    enum Health {
        OK,
        AWAY
    }
}
