package io.longhaul.worker.target.postgres;

import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Outcome;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the driver throws, as outcomes and failures: sorted by SQLSTATE, never by message. */
final class PostgresErrors {

    private static final String SOURCE = "postgres";
    private static final String NO_ANSWER = "connection";

    /** Connection exceptions. From "PostgreSQL Error Codes" of the manual. */
    private static final String CONNECTION_CLASS = "08";

    /** The server ends the session: shutdown, crash of another backend, idle in transaction for too long. */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "25P03", "57P05");

    /** It never let us in: starting up or shutting down, too many connections. */
    private static final Set<String> NOT_LET_IN = Set.of("57P03", "53300");

    /**
     * Trouble that goes away by itself: serialization failure and deadlock (40001, 40P01), a lock that others hold
     * (55P03), no room or memory for now (53…), not let in.
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

    static Failure failure(SQLException thrown) {
        String state = thrown.getSQLState() == null ? "" : thrown.getSQLState();
        String code = state.isEmpty() || state.startsWith(CONNECTION_CLASS) || SESSION_ENDED.contains(state)
                ? NO_ANSWER
                : state;
        return new Failure(SOURCE, code, message(thrown));
    }

    static Outcome outcome(SQLException thrown) {
        Failure failure = failure(thrown);
        return gaveNoAnswer(failure) ? new Outcome.Lost(failure) : new Outcome.Failed(failure);
    }

    /** With the server's detail, without the statement's text, which the journal has. */
    private static String message(SQLException thrown) {
        ServerErrorMessage said = thrown instanceof PSQLException own ? own.getServerErrorMessage() : null;
        if (said == null || said.getMessage() == null) {
            return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        }
        return said.getDetail() == null ? said.getMessage() : "%s (%s)".formatted(said.getMessage(), said.getDetail());
    }
}
