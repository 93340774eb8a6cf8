package io.longhaul.dispatcher.reap;

import io.longhaul.common.store.Presence;
import io.longhaul.common.store.Presence.Health;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shows others that we are there, and how we find the services. */
final class Attendance {

    private final Presence presence;
    private final Member member;
    private final Troubles troubles;
    private final Map<Service, Health> services = new ConcurrentHashMap<>();
    private boolean arrived;

    Attendance(Presence presence, Member member, Troubles troubles) {
        this.presence = presence;
        this.member = member;
        this.troubles = troubles;
    }

    /** We have just found a service so; {@code why} is a clause about one that is away. Thread-safe. */
    void found(Service service, boolean answers, String why) {
        services.put(service, answers ? Health.OK : Health.AWAY);
        if (answers) {
            troubles.gone(service.name());
        } else {
            troubles.saw(service.name(), why);
        }
    }

    /** For one thread at a time. Throws when PostgreSQL is away; the next beat makes up for it. */
    void beat() {
        if (!arrived) {
            presence.arrive(member);
            arrived = true;
        }
        presence.beat(member.id(), Map.copyOf(services));
    }

    void leave() {
        presence.leave(member.id());
    }
}
