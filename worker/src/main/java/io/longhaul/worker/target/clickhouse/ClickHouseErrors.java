package io.longhaul.worker.target.clickhouse;

import com.clickhouse.client.api.ServerException;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Outcome;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** What the driver throws, as outcomes and failures: sorted by ClickHouse's error code, never by message. */
final class ClickHouseErrors {

    private static final String SOURCE = "clickhouse";

    /**
     * What says nothing that code, server and journal do not: "Code: 60. DB::Exception: … (version …) (queryId= …)".
     */
    private static final Pattern DECORATION = Pattern.compile(
            "^(Code: \\d+\\.\\s*)?(DB::Exception:\\s*)?" + "|\\s*(\\(version [^)]*\\)|\\(queryId=[^)]*\\)|\\.?\\s*$)");

    private ClickHouseErrors() {}

    static Failure failure(SQLException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException server) {
                return new Failure(
                        SOURCE, Integer.toString(server.getCode()), plain(String.valueOf(server.getMessage())));
            }
        }
        return new Failure(SOURCE, "connection", rootMessage(thrown));
    }

    static Outcome outcome(SQLException thrown) {
        Failure failure = failure(thrown);
        return failure.code().equals("connection") ? new Outcome.Lost(failure) : new Outcome.Failed(failure);
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
