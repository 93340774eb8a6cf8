package io.longhaul.worker.start;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Run;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.check.Finding;
import io.longhaul.worker.check.Findings;
import io.longhaul.worker.target.TargetRefused;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether the migrations that another comes after are done here, and what finishes those that are not. */
public final class Dependencies {

    private final NewestRuns runs;
    private final Function<MigrationId, Optional<Definition>> shipped;

    /** Looks for runs in the store, and for definitions among what the worker ships with. */
    public Dependencies(NewestRuns runs, Function<MigrationId, Optional<Definition>> shipped) {
        this.runs = runs;
        this.shipped = shipped;
    }

    /** Finds the newest run of a migration, however long PostgreSQL is away. */
    public interface NewestRuns {
        Optional<Run> of(MigrationId migration) throws InterruptedException;
    }

    /** One for each that is not done. */
    public List<Failure> failures(Migration migration, Checks checks) throws InterruptedException {
        Findings findings = new Findings();
        look(migration, checks, findings);
        return findings.failures();
    }

    /** Looks at each. */
    void look(Migration migration, Checks checks, Findings into) throws InterruptedException {
        for (MigrationId earlier : migration.after()) {
            into.look("after", earlier.value(), () -> finding(earlier, checks));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Finding finding(MigrationId earlier, Checks checks) {
        try {
            Optional<Run> newest = runs.of(earlier);
            Optional<String> why = newest.isPresent() ? unfinished(newest.get()) : neverRun(earlier, checks);
            return why.map(words -> Finding.no(
                            "after",
                            earlier.value(),
                            new Failure("check", "after", "it comes after %s, %s".formatted(earlier, words))))
                    .orElseGet(() -> Finding.yes(
                            "after", earlier.value(), "it comes after %s, which is done".formatted(earlier)));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Finding.notLooked("after", earlier.value(), "told to end");
        }
    }

    /** What was never needed here need not be run; what comes before it might make it so. */
    private Optional<String> neverRun(MigrationId earlier, Checks checks) throws InterruptedException {
        Optional<Definition> definition = shipped.apply(earlier);
        try {
            boolean needless = definition.isPresent()
                    && !checks.isRequired(definition.get().migration())
                    && failures(definition.get().migration(), checks).isEmpty();
            return needless
                    ? Optional.empty()
                    : Optional.of("which has never been run; run it with: longhaul run " + earlier);
        } catch (TargetRefused unanswered) {
            return Optional.of("which has never been run, and its required check has no answer (%s); run it with: %s"
                    .formatted(unanswered.failure(), "longhaul run " + earlier));
        }
    }

    static Optional<String> unfinished(Run newest) {
        String id = newest.migration().value();
        boolean back = newest.direction() == Direction.BACKWARD;
        return switch (newest.state()) {
            case SUCCEEDED, NOT_REQUIRED -> Optional.empty();
            case QUEUED, STARTING, RUNNING ->
                back
                        ? is(newest, "once it has gone back, run it again with: longhaul run " + id)
                        : is(newest, "watch it finish with: longhaul watch " + id);
            case ROLLING_BACK -> is(newest, "once it has gone back, run it again with: longhaul run " + id);
            case PAUSED, FAILED ->
                back
                        ? is(newest, "let it go back with: longhaul resume %s, then longhaul run %s".formatted(id, id))
                        : is(newest, "finish it with: longhaul resume " + id);
            case ROLLBACK_FAILED ->
                is(newest, "let it go back with: longhaul resume %s, then longhaul run %s".formatted(id, id));
            case REFUSED, ROLLED_BACK, CANCELLED -> is(newest, "run it again with: longhaul run " + id);
        };
    }

    private static Optional<String> is(Run newest, String next) {
        return Optional.of("whose newest run is %s; %s".formatted(newest.state().words(), next));
    }
}
