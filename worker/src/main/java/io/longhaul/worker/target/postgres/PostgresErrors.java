package io.longhaul.worker.target.postgres;

import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the driver throws, as outcomes and failures: sorted by SQLSTATE, never by message. */
final class PostgresErrors {

    private static final String SOURCE = "postgres";
    private static final String NO_ANSWER = "connection";
    private static final String DRIVER = "driver";

    /** The server ends the session: shutdown, crash of another backend, idle for too long. */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "25P03", "57P05");

    /** It never let us in: starting up or shutting down, too many connections. */
    private static final Set<String> NOT_LET_IN = Set.of("57P03", "53300");

    /**
     * Trouble that goes away by itself: serialization failure and deadlock (40001, 40P01), a lock that others hold
     * (55P03), no room or memory for now (53…), not let in. From "PostgreSQL Error Codes" of the manual.
     */
    private static final Set<String> PASSING =
            Set.of("40001", "40P01", "55P03", "53000", "53100", "53200", "53300", "57P03", NO_ANSWER);

    private PostgresErrors() {}

    static boolean changedNothing(Failure failure) {
        return failure.source().equals(SOURCE) && NOT_LET_IN.contains(failure.code());
    }

    static boolean mayPass(Failure failure) {
        return failure.source().equals(SOURCE) && PASSING.contains(failure.code());
    }

    static boolean gaveNoAnswer(Failure failure) {
        return failure.source().equals(SOURCE) && failure.code().equals(NO_ANSWER);
    }

    /** Whether the session has ended, by what the driver found. */
    static boolean isLost(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException unknown) {
            return true;
        }
    }

    /**
     * An error of the server's, as long as the session lives, is an answer, whatever its code: class 08 is also what it
     * says to a statement that cannot have parameters, and what a foreign table says of its own server.
     *
     * @param lost the session has ended
     */
    static Failure failure(SQLException thrown, boolean lost) {
        String state = thrown.getSQLState() == null ? "" : thrown.getSQLState();
        boolean said = said(thrown).isPresent();
        if (lost || SESSION_ENDED.contains(state) || (!said && state.startsWith("08"))) {
            return new Failure(SOURCE, NO_ANSWER, message(thrown));
        }
        return new Failure(SOURCE, state.isEmpty() ? DRIVER : state, message(thrown));
    }

    static Failure unbound(IllegalArgumentException without) {
        return new Failure(SOURCE, "42P02", String.valueOf(without.getMessage()));
    }

    static Outcome outcome(Failure failure) {
        return gaveNoAnswer(failure) ? new Outcome.Lost(failure) : new Outcome.Failed(failure);
    }

    private static Optional<ServerErrorMessage> said(SQLException thrown) {
        return thrown instanceof PSQLException own
                ? Optional.ofNullable(own.getServerErrorMessage())
                : Optional.empty();
    }

    /** With the server's detail, without the statement's text, which the journal has. */
    private static String message(SQLException thrown) {
        ServerErrorMessage said = said(thrown).orElse(null);
        if (said == null || said.getMessage() == null) {
            return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        }
        return said.getDetail() == null ? said.getMessage() : "%s (%s)".formatted(said.getMessage(), said.getDetail());
    }
}
