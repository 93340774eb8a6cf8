package io.longhaul.local.front.chdb;

import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection to the engine, with its own settings and current database; for one thread. */
public final class Session implements AutoCloseable {

    private final Chdb chdb;
    private final Pointer connection;

    Session(Chdb chdb, Pointer connection) {
        this.chdb = chdb;
        this.connection = connection;
    }

    /** Runs one statement without parameters and forgets its result. */
    public void run(String sql) throws StatementFailed {
        run(sql.getBytes(StandardCharsets.UTF_8), "TabSeparated", Map.of());
    }

    /**
     * Runs one statement, which may be followed by data, and blocks until it ends. Parameters are the engine's own,
     * {@code {name:Type}}, and their values escaped as in TabSeparated, as over HTTP.
     */
    public Result run(byte[] sql, String format, Map<String, String> parameters) throws StatementFailed {
        Pointer result = query(sql, format.getBytes(StandardCharsets.UTF_8), parameters);
        if (result == null) {
            throw new StatementFailed("Code: 1000. DB::Exception: libchdb gave no result");
        }
        try {
            Pointer error = chdb.chdb_result_error(result);
            if (error != null) {
                throw new StatementFailed(error.getString(0, StandardCharsets.UTF_8.name()));
            }
            return new Result(
                    bytes(result),
                    chdb.chdb_result_storage_rows_read(result),
                    chdb.chdb_result_storage_bytes_read(result),
                    chdb.chdb_result_rows_written(result),
                    chdb.chdb_result_bytes_written(result),
                    chdb.chdb_result_rows_read(result));
        } finally {
            chdb.chdb_destroy_query_result(result);
        }
    }

    private @Nullable Pointer query(byte[] sql, byte[] format, Map<String, String> parameters) {
        Pointer handle = connection.getPointer(0);
        if (parameters.isEmpty()) {
            return chdb.chdb_query_n(handle, sql, sql.length, format, format.length);
        }
        List<String> names = List.copyOf(parameters.keySet());
        List<String> values = names.stream().map(parameters::get).toList();
        return chdb.chdb_query_with_params_n(
                handle,
                sql,
                sql.length,
                format,
                format.length,
                strings(names),
                lengths(names),
                strings(values),
                lengths(values),
                names.size());
    }

    private static StringArray strings(List<String> strings) {
        return new StringArray(strings.toArray(String[]::new), StandardCharsets.UTF_8.name());
    }

    private static long[] lengths(List<String> strings) {
        return strings.stream()
                .mapToLong(string -> string.getBytes(StandardCharsets.UTF_8).length)
                .toArray();
    }

    private byte[] bytes(Pointer result) {
        return Optional.ofNullable(chdb.chdb_result_buffer(result))
                .map(buffer -> buffer.getByteArray(0, Math.toIntExact(chdb.chdb_result_length(result))))
                .orElse(new byte[0]);
    }

    /** Until then a statement that failed or was killed stays in {@code system.processes}. */
    @Override
    public void close() {
        chdb.chdb_close_conn(connection);
    }
}
