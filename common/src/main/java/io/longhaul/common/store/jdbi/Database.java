package io.longhaul.common.store.jdbi;

import io.longhaul.common.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Runs work on PostgreSQL and sorts its failures: those that another try may heal, and those that are our mistake. */
final class Database {

    /** SQLSTATE classes and codes that say "not now" (PostgreSQL manual, appendix A). */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58");

    private static final Set<String> PASSING_CODES = Set.of("25P03", "25P04", "40001", "40P01", "55P03");

    /** The schema or its tables are not there: nothing that migrates it has been started yet. */
    private static final Set<String> NO_TABLES = Set.of("3F000", "42P01");

    private final Jdbi jdbi;
    private final String address;

    Database(DataSource source, String address) {
        this.jdbi = Jdbi.create(source);
        this.address = address;
    }

    /** One statement, committed by itself. */
    <T> T with(Work<T> work) {
        try {
            return jdbi.withHandle(work::on);
        } catch (JdbiException failed) {
            throw translated(failed);
        }
    }

    /** Several statements, committed together. */
    <T> T together(Work<T> work) {
        try {
            return jdbi.inTransaction(work::on);
        } catch (JdbiException failed) {
            throw translated(failed);
        }
    }

    RuntimeException translated(JdbiException failed) {
        String state = sqlState(failed).orElse("08000");
        if (NO_TABLES.contains(state)) {
            return new StoreUnavailable(
                    "PostgreSQL at %s has no Longhaul tables yet; start a worker or a reaper first".formatted(address),
                    failed);
        }
        if (state.length() == 5 && (PASSING_CLASSES.contains(state.substring(0, 2)) || PASSING_CODES.contains(state))) {
            return new StoreUnavailable("PostgreSQL at %s cannot be reached".formatted(address), failed);
        }
        return failed;
    }

    static Optional<String> sqlState(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.of(sql.getSQLState());
            }
        }
        return Optional.empty();
    }

    /** Work on a handle. */
    interface Work<T> {
        T on(Handle handle);
    }
}
