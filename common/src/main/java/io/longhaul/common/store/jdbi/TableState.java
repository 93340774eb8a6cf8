package io.longhaul.common.store.jdbi;

import io.longhaul.common.store.Checkup.Tables;
import java.util.List;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Flyway's many states of a change to the tables in the four that people act on. */
final class TableState {

    private TableState() {}

    static Tables of(MigrationInfo... changes) {
        List<MigrationState> states =
                List.of(changes).stream().map(MigrationInfo::getState).toList();
        if (states.stream().anyMatch(MigrationState::isFailed)) {
            return Tables.BROKEN;
        }
        if (states.contains(MigrationState.PENDING)) {
            return Tables.BEHIND;
        }
        return states.contains(MigrationState.FUTURE_SUCCESS) ? Tables.AHEAD : Tables.CURRENT;
    }
}
