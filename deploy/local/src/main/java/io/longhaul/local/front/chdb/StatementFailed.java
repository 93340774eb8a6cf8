package io.longhaul.local.front.chdb;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The engine's error, in its own words: {@code Code: 60. DB::Exception: … (UNKNOWN_TABLE)}. */
public final class StatementFailed extends Exception {

    private static final Pattern CODE = Pattern.compile("^Code: (\\d+)\\.");

    /** UNKNOWN_EXCEPTION, for an error that says no code. */
    private static final int UNKNOWN = 1002;

    private final int code;

    public StatementFailed(String message) {
        super(message);
        Matcher matcher = CODE.matcher(message);
        this.code = matcher.find() ? Integer.parseInt(matcher.group(1)) : UNKNOWN;
    }

    /** ClickHouse's number of the error. */
    public int code() {
        return code;
    }
}
