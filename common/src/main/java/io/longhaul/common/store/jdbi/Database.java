package io.longhaul.common.store.jdbi;

import io.longhaul.common.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PSQLException;

/** Runs work on PostgreSQL and sorts its failures: those that another try may heal, and those that are our mistake. */
final class Database {

    /** SQLSTATE classes and codes (PostgreSQL manual, appendix A) that say: not now. */
    private static final Set<String> AWAY = Set.of("08", "53", "57P", "58");

    /** Timeouts, lost races for locks, and a standby that is about to be promoted: not this time. */
    private static final Set<String> BROKEN_OFF = Set.of("25006", "25P03", "25P04", "40", "55P03", "57014");

    /** Wrong password, no such database, no right: not until somebody has done something about it. */
    private static final Set<String> REFUSED = Set.of("08004", "28", "3D000", "42501");

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
        return unavailable(failed)
                .<RuntimeException>map(sentence -> new StoreUnavailable(sentence, failed))
                .orElse(failed);
    }

    /** The sentence for people, where the failure is not our own mistake. */
    Optional<String> unavailable(Throwable failed) {
        Optional<SQLException> found = sqlException(failed);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        // The pool has no code when it got no connection in time.
        String state = Optional.ofNullable(found.get().getSQLState()).orElse("08000");
        if (NO_TABLES.contains(state)) {
            return Optional.of(
                    "PostgreSQL at %s has no Longhaul tables yet; start a worker or a reaper first".formatted(address));
        }
        if (isOneOf(REFUSED, state)) {
            return Optional.of("PostgreSQL at %s refuses us: %s".formatted(address, words(found.get())));
        }
        if (isOneOf(BROKEN_OFF, state)) {
            return Optional.of("PostgreSQL at %s broke off: %s".formatted(address, words(found.get())));
        }
        return isOneOf(AWAY, state)
                ? Optional.of("PostgreSQL at %s cannot be reached".formatted(address))
                : Optional.empty();
    }

    private static boolean isOneOf(Set<String> beginnings, String state) {
        return beginnings.stream().anyMatch(state::startsWith);
    }

    /** What the server said, without severity and position. */
    private static String words(SQLException said) {
        return said instanceof PSQLException server && server.getServerErrorMessage() != null
                ? String.valueOf(server.getServerErrorMessage().getMessage())
                : "SQLSTATE " + said.getSQLState();
    }

    static Optional<String> sqlState(Throwable failed) {
        return sqlException(failed).map(SQLException::getSQLState);
    }

    /** The first that has a code; else the first. */
    private static Optional<SQLException> sqlException(Throwable failed) {
        Optional<SQLException> first = Optional.empty();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                if (sql.getSQLState() != null) {
                    return Optional.of(sql);
                }
                first = first.or(() -> Optional.of(sql));
            }
        }
        return first;
    }

    /** Work on a handle. */
    interface Work<T> {
        T on(Handle handle);
    }
}
