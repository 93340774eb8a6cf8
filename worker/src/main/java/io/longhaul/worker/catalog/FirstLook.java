package io.longhaul.worker.catalog;

import io.longhaul.common.migration.AfterOrder;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Catalog;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.run.Patience;
import io.longhaul.worker.run.StopSignal;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.start.Starter;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks of each migration that never ran whether there is anything to do here, and completes it where there is not, so
 * that a fresh installation has nothing to run. A question without an answer is asked again, and is never taken for
 * "not required". One pass through all, beside the worker's own work; ends when all have answered.
 */
public final class FirstLook implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FirstLook.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final WorkerId worker;
    private final ShippedMigrations shipped;
    private final Catalog catalog;
    private final Dependencies.NewestRuns runs;
    private final Dependencies dependencies;
    private final Checks checks;
    private final Patience patience;
    private final StopSignal stop;
    private final Map<MigrationId, String> told = new HashMap<>();

    /**
     * For what a worker ships with.
     *
     * @param runs finds the newest run of a migration, however long PostgreSQL is away
     * @param dependencies whether what a migration comes after is done
     * @param checks on a target that nobody else uses meanwhile
     */
    public FirstLook(
            WorkerId worker,
            ShippedMigrations shipped,
            Catalog catalog,
            Dependencies.NewestRuns runs,
            Dependencies dependencies,
            Checks checks,
            Patience patience,
            StopSignal stop) {
        this.worker = worker;
        this.shipped = shipped;
        this.catalog = catalog;
        this.runs = runs;
        this.dependencies = dependencies;
        this.checks = checks;
        this.patience = patience;
        this.stop = stop;
    }

    @Override
    public void run() {
        Set<MigrationId> open = new LinkedHashSet<>(AfterOrder.of(
                shipped.all().stream()
                        .map(definition -> definition.migration().id())
                        .toList(),
                this::after));
        try {
            Duration pause = FIRST_PAUSE;
            while (!look(open) && !stop.await(pause)) {
                pause = longer(pause);
            }
        } catch (InterruptedException | StoreUnavailable told) {
            log.atDebug().log("told to end before all migrations were looked at");
        }
    }

    /** Whether nothing is left open. */
    private boolean look(Set<MigrationId> open) throws InterruptedException {
        for (MigrationId migration : List.copyOf(open)) {
            Optional<Definition> definition = shipped.find(migration);
            if (stop.isGiven()) {
                return true;
            }
            if (definition.isEmpty() || isAnswered(definition.get(), open)) {
                open.remove(migration);
            }
        }
        return open.isEmpty();
    }

    private boolean isAnswered(Definition definition, Set<MigrationId> open) throws InterruptedException {
        Migration migration = definition.migration();
        Optional<Run> newest = runs.of(migration.id());
        if (newest.isPresent()) {
            return true;
        }
        try {
            if (checks.isRequired(migration)) {
                patience.ask(() -> {
                    catalog.requiredHere(worker, definition);
                    return true;
                });
                return true;
            }
            if (!dependencies.failures(migration, checks).isEmpty()) {
                // What is yet to be done before it may make something to do.
                return migration.after().stream().noneMatch(open::contains);
            }
        } catch (TargetRefused unanswered) {
            tell(migration.id(), unanswered.failure().toString());
            return false;
        }
        if (patience.ask(() -> catalog.notRequiredHere(worker, definition, Starter.NOTHING_TO_DO))) {
            log.atInfo().addKeyValue("migration", migration.id()).log("migration is not required here");
        }
        return true;
    }

    /** Once, until the answer is another. */
    private void tell(MigrationId migration, String why) {
        if (!why.equals(told.put(migration, why)) && !stop.isGiven()) {
            log.atWarn()
                    .addKeyValue("migration", migration)
                    .addKeyValue("why", why)
                    .log("nobody knows yet whether the migration is required here; asking again");
        }
    }

    private List<MigrationId> after(MigrationId migration) {
        return shipped.find(migration)
                .map(definition -> definition.migration().after())
                .orElse(List.of());
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
