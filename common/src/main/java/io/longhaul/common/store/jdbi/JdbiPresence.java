package io.longhaul.common.store.jdbi;

import io.longhaul.common.store.Presence;
import io.longhaul.common.version.Version;
import java.util.Map;

/** The processes in table {@code process}. */
final class JdbiPresence implements Presence {

    private final Database database;

    JdbiPresence(Database database) {
        this.database = database;
    }

    @Override
    public void arrive(Member member) {
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO process (id, kind, host, pid, application) VALUES (:id, :kind, :host, :pid, :application)
                        ON CONFLICT (id) DO UPDATE SET beat_at = now(), left_at = NULL""")
                .bind("id", member.id())
                .bind("kind", member.kind().name())
                .bind("host", member.host())
                .bind("pid", member.pid())
                .bind("application", member.application().map(Version::text).orElse(null))
                .execute());
    }

    @Override
    public void beat(String id, Map<Service, Health> services) {
        database.with(handle -> handle.createUpdate(
                        "UPDATE process SET beat_at = now(), services = CAST(:services AS jsonb) WHERE id = :id")
                .bind("services", Json.write(services))
                .bind("id", id)
                .execute());
    }

    @Override
    public void leave(String id) {
        database.with(handle -> handle.createUpdate("UPDATE process SET left_at = now() WHERE id = :id")
                .bind("id", id)
                .execute());
    }
}
