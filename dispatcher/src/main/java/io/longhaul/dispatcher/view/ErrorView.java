package io.longhaul.dispatcher.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.RunError;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error of a run.
 *
 * @param operation index in the plan; null when it came before any operation
 * @param attempt which try of the operation it was, from 1; null when it came before any operation
 * @param queryId of the statement on the target, if there was one
 * @param source who said so, such as {@code clickhouse}
 * @param code the source's own
 * @param isTransient it passes by itself
 * @param secondsToRetry after which the operation was tried again; null where it was not
 */
public record ErrorView(
        Instant at,
        @Nullable Integer operation,
        @Nullable Integer attempt,
        long epoch,
        @Nullable String worker,
        @Nullable String queryId,
        String source,
        String code,
        String message,
        @JsonProperty("transient") boolean isTransient,
        @Nullable Long secondsToRetry) {

    static ErrorView of(RunError error) {
        return new ErrorView(
                error.at(),
                error.operation().orElse(null),
                error.attempt().orElse(null),
                error.epoch(),
                error.worker().map(WorkerId::value).orElse(null),
                error.query().map(QueryId::value).orElse(null),
                error.failure().source(),
                error.failure().code(),
                error.failure().message(),
                error.retriedAfter().isPresent(),
                error.retriedAfter().map(Duration::toSeconds).orElse(null));
    }

    /**
     * What came of it by itself, where that can be said; what Longhaul itself says is about a worker, not a statement.
     */
    Optional<String> fate() {
        if (secondsToRetry != null) {
            return Optional.of("transient, retried after " + Spans.of(Duration.ofSeconds(secondsToRetry)));
        }
        return operation == null || source.equals("longhaul") ? Optional.empty() : Optional.of("not retried");
    }
}
