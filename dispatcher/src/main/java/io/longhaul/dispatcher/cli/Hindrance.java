package io.longhaul.dispatcher.cli;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.RunSearch;
import java.util.Optional;

/** The run of a migration that keeps another one from being asked for. */
final class Hindrance {

    private final RunSearch search;

    Hindrance(RunSearch search) {
        this.search = search;
    }

    /** The state of the newest run, where it is not over, or done. */
    Optional<RunState> of(MigrationId migration) {
        return search.newest(migration)
                .flatMap(search::details)
                .map(details -> details.run().state())
                .filter(state -> !state.isOver() || state == RunState.SUCCEEDED);
    }
}
