package io.longhaul.local.front.chdb;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The functions of libchdb that we call, under their own names (its chdb.h); null is a C null pointer. */
interface Chdb extends Library {

    void chdb_set_signal_handlers_enabled(int enabled);

    @Nullable Pointer chdb_connect(int argc, String[] argv);

    void chdb_close_conn(Pointer connection);

    @Nullable Pointer chdb_query_n(Pointer connection, byte[] sql, long sqlLength, byte[] format, long formatLength);

    @Nullable Pointer chdb_query_with_params_n(
            Pointer connection,
            byte[] sql,
            long sqlLength,
            byte[] format,
            long formatLength,
            Pointer names,
            long[] nameLengths,
            Pointer values,
            long[] valueLengths,
            long count);

    void chdb_destroy_query_result(Pointer result);

    @Nullable Pointer chdb_result_error(Pointer result);

    @Nullable Pointer chdb_result_buffer(Pointer result);

    long chdb_result_length(Pointer result);

    long chdb_result_rows_read(Pointer result);

    long chdb_result_storage_rows_read(Pointer result);

    long chdb_result_storage_bytes_read(Pointer result);

    long chdb_result_rows_written(Pointer result);

    long chdb_result_bytes_written(Pointer result);
}
