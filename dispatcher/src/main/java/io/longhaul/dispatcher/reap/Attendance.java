package io.longhaul.dispatcher.reap;

import io.longhaul.common.store.Presence;
import io.longhaul.common.store.Presence.Health;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Shows others that we are there, and how we find the services. */
final class Attendance {

    private final Runnable tables;
    private final Presence presence;
    private final Member member;
    private final Troubles troubles;
    private final Map<Service, Health> services = new ConcurrentHashMap<>();
    private volatile boolean arrived;

    Attendance(Runnable tables, Presence presence, Member member, Troubles troubles) {
        this.tables = tables;
        this.presence = presence;
        this.member = member;
        this.troubles = troubles;
    }

    /** We have just found a service in this trouble, or in none. Thread-safe. */
    void found(Service service, Optional<String> trouble) {
        services.put(service, trouble.isEmpty() ? Health.OK : Health.AWAY);
        trouble.ifPresentOrElse(why -> troubles.saw(service.name(), why), () -> troubles.gone(service.name()));
    }

    /** For one thread at a time. Throws when PostgreSQL is away; the next beat makes up for it. */
    void beat() {
        if (!arrived) {
            tables.run();
            presence.arrive(member);
            arrived = true;
        }
        presence.beat(member.id(), Map.copyOf(services));
    }

    /** Does nothing until we have arrived: before that there may be no tables. */
    Runnable onceArrived(Runnable act) {
        return () -> {
            if (arrived) {
                act.run();
            }
        };
    }

    void leave() {
        if (arrived) {
            presence.leave(member.id());
        }
    }
}
