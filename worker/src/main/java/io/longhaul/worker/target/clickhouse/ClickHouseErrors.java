package io.longhaul.worker.target.clickhouse;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.ClientMisconfigurationException;
import com.clickhouse.client.api.ServerException;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/** What the driver throws, as outcomes and failures: sorted by ClickHouse's error code, never by message. */
final class ClickHouseErrors {

    private static final String SOURCE = "clickhouse";
    private static final String NO_ANSWER = "connection";
    private static final String DRIVER = "driver";

    /**
     * What says nothing that code, server and journal do not: "Code: 60. DB::Exception: … (version …) (queryId= …)".
     */
    private static final Pattern DECORATION = Pattern.compile(
            "^(Code: \\d+\\.\\s*)?(DB::Exception:\\s*)?" + "|\\s*(\\(version [^)]*\\)|\\(queryId=[^)]*\\)|\\.?\\s*$)");

    /**
     * Trouble that goes away by itself: too many queries (202), time-outs and broken connections between servers (159,
     * 209, 210, 279, 999), memory (241), read-only for a while (242), too many parts (252), a replica that is behind
     * (369), storage that moved under the statement (741). From ErrorCodes.cpp of ClickHouse 26.7.
     */
    private static final Set<String> PASSING =
            Set.of("159", "202", "209", "210", "241", "242", "252", "279", "369", "741", "999", NO_ANSWER);

    /** Turned away at the door: too many queries (202), a table that is read-only for a while (242). */
    private static final Set<String> NOTHING_CHANGED = Set.of("202", "242");

    private ClickHouseErrors() {}

    static boolean changedNothing(Failure failure) {
        return failure.source().equals(SOURCE) && NOTHING_CHANGED.contains(failure.code());
    }

    static boolean mayPass(Failure failure) {
        return failure.source().equals(SOURCE) && PASSING.contains(failure.code());
    }

    static boolean gaveNoAnswer(Failure failure) {
        return failure.source().equals(SOURCE) && failure.code().equals(NO_ANSWER);
    }

    static Failure failure(SQLException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException server) {
                return new Failure(
                        SOURCE, Integer.toString(server.getCode()), plain(String.valueOf(server.getMessage())));
            }
        }
        return new Failure(SOURCE, isTheDriversOwn(thrown) ? DRIVER : NO_ANSWER, rootMessage(thrown));
    }

    /** It never left the driver, and would not the next time either. Everything else may have reached the server. */
    private static boolean isTheDriversOwn(SQLException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || (cause instanceof ClickHouseException && !(cause instanceof ClientMisconfigurationException))) {
                return false;
            }
        }
        return true;
    }

    static Outcome outcome(SQLException thrown) {
        Failure failure = failure(thrown);
        return gaveNoAnswer(failure) ? new Outcome.Lost(failure) : new Outcome.Failed(failure);
    }

    private static String plain(String message) {
        return DECORATION.matcher(message.strip()).replaceAll("").strip();
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
