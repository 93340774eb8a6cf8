package io.longhaul.dispatcher.view;

import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.RunError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An error of a run.
 *
 * @param operation index in the plan; null when it came before any operation
 * @param queryId of the statement on the target, if there was one
 * @param source who said so, such as {@code clickhouse}
 * @param code the source's own
 */
public record ErrorView(
        Instant at,
        @Nullable Integer operation,
        long epoch,
        @Nullable String worker,
        @Nullable String queryId,
        String source,
        String code,
        String message) {

    static ErrorView of(RunError error) {
        return new ErrorView(
                error.at(),
                error.operation().orElse(null),
                error.epoch(),
                error.worker().map(WorkerId::value).orElse(null),
                error.query().map(QueryId::value).orElse(null),
                error.failure().source(),
                error.failure().code(),
                error.failure().message());
    }
}
