package io.longhaul.worker.target.postgres;

import io.longhaul.common.migration.Engine;
import io.longhaul.worker.target.Examination;
import io.longhaul.worker.target.Target;
import java.time.Clock;
import java.util.List;

/** What a PostgreSQL database is asked when it is examined. What disks it has, it does not say. */
public final class PostgresExamination {

    private PostgresExamination() {}

    /** See {@link Examination}. */
    public static Examination of(Target target, String address, Clock clock) {
        return new Examination(Engine.POSTGRES.key(), """
                SELECT current_setting('server_version') AS version,
                       CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now""", none -> List.of(), target, address, clock);
    }
}
