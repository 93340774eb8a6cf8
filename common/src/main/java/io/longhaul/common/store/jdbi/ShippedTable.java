package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.store.Shipping;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What workers that are up have registered in table {@code shipped}. */
final class ShippedTable {

    private final List<Row> live;

    private ShippedTable(List<Row> live) {
        this.live = live;
    }

    /** As it is now; a worker is up that was not silent for {@code deadAfter}, by PostgreSQL's clock. */
    static ShippedTable read(Handle handle, Duration deadAfter) {
        return new ShippedTable(handle.createQuery("""
                        SELECT s.migration, s.checksum FROM shipped s JOIN process p ON p.id = s.worker
                         WHERE p.left_at IS NULL AND p.beat_at > now() - make_interval(secs => :deadAfter)""")
                .bind("deadAfter", deadAfter.toMillis() / 1000.0)
                .map((row, context) ->
                        new Row(new MigrationId(row.getString("migration")), new Checksum(row.getString("checksum"))))
                .list());
    }

    Shipping of(MigrationId migration) {
        Set<Checksum> versions = live.stream()
                .filter(row -> row.migration().equals(migration))
                .map(Row::checksum)
                .collect(Collectors.toSet());
        return new Shipping(!live.isEmpty(), versions);
    }

    private record Row(MigrationId migration, Checksum checksum) {}
}
