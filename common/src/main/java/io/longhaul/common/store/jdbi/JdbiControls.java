package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Loss;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.Controls;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;

/** What people ask of runs, in table {@code run}. */
final class JdbiControls implements Controls {

    private static final int MOST_TRIES = 10;
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final Duration deadAfter;

    JdbiControls(Database database, Duration deadAfter) {
        this.database = database;
        this.deadAfter = deadAfter;
    }

    @Override
    public Answer pause(RunId run, boolean now, By by) {
        return answer(run, by, asking -> asking.pause(now));
    }

    @Override
    public Answer resume(RunId run, Optional<Loss> loss, By by) {
        return answer(run, by, asking -> asking.resume(loss));
    }

    @Override
    public Answer stop(RunId run, By by) {
        return answer(run, by, Asking::stop);
    }

    @Override
    public Answer stopAndRollBack(RunId run, By by) {
        return answer(run, by, Asking::stopAndRollBack);
    }

    @Override
    public Answer rollBack(RunId run, Optional<Loss> loss, By by) {
        return answer(run, by, asking -> asking.rollBack(loss));
    }

    @Override
    public Answer markDone(MigrationId migration, By by) {
        return database.together(handle -> new MarkingDone(handle, migration, by, deadAfter).answer());
    }

    /** Looks and changes until nobody has changed the run between the two. */
    private Answer answer(RunId run, By by, Function<Asking, Optional<Answer>> question) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<Answer> answer = tryOnce(run, by, question);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return new Answer.TooLate(
                database.with(handle -> JdbiRunStore.find(handle, run)).orElseThrow());
    }

    private Optional<Answer> tryOnce(RunId run, By by, Function<Asking, Optional<Answer>> question) {
        try {
            return database.together(handle -> question.apply(
                    new Asking(handle, JdbiRunStore.find(handle, run).orElseThrow(), by, deadAfter)));
        } catch (JdbiException failed) {
            // Another run of the migration was asked for between our look and our update; the next look sees it.
            if (Database.sqlState(failed).filter(UNIQUE_VIOLATION::equals).isPresent()) {
                return Optional.empty();
            }
            throw failed;
        }
    }
}
