package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Retry;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.store.jdbi.CheckDocument.HealthDocument;
import io.longhaul.common.store.jdbi.CheckDocument.QueryDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frozen plan. What is null is of an earlier version of Longhaul, which did not know it. */
record PlanDocument(
        String migration,
        String checksum,
        List<OperationDocument> operations,
        @Nullable Map<String, String> parameters,
        @Nullable List<HealthDocument> healthchecks,
        @Nullable List<CheckDocument> postchecks,
        Optional<QueryDocument> progress) {

    static PlanDocument of(Plan plan) {
        return new PlanDocument(
                plan.migration().value(),
                plan.checksum().value(),
                plan.operations().stream().map(OperationDocument::of).toList(),
                plan.parameters(),
                plan.healthchecks().stream().map(HealthDocument::of).toList(),
                plan.postchecks().stream().map(CheckDocument::of).toList(),
                plan.progress().map(QueryDocument::of));
    }

    Plan plan() {
        return new Plan(
                new MigrationId(migration),
                new Checksum(checksum),
                operations.stream().map(OperationDocument::operation).toList(),
                parameters == null ? Map.of() : parameters,
                healthchecks == null
                        ? List.of()
                        : healthchecks.stream().map(HealthDocument::healthcheck).toList(),
                postchecks == null
                        ? List.of()
                        : postchecks.stream().map(CheckDocument::check).toList(),
                progress.map(QueryDocument::query));
    }

    /** One statement of it. */
    record OperationDocument(
            int index,
            String name,
            @Nullable Engine engine,
            String statement,
            Map<String, String> parameters,
            List<String> rollback,
            Optional<String> done,
            long rows,
            @Nullable CrashRule crashRule,
            boolean irreversible,
            Optional<Long> timeoutMillis,
            Optional<RetryDocument> retry) {

        static OperationDocument of(PlannedOperation operation) {
            return new OperationDocument(
                    operation.index(),
                    operation.name(),
                    operation.engine(),
                    operation.statement(),
                    operation.parameters(),
                    operation.rollback(),
                    operation.done(),
                    operation.rows(),
                    operation.crashRule(),
                    operation.irreversible(),
                    operation.handling().timeout().map(Duration::toMillis),
                    operation
                            .handling()
                            .retry()
                            .map(retry -> new RetryDocument(
                                    retry.attempts(), retry.pause().toMillis())));
        }

        PlannedOperation operation() {
            return new PlannedOperation(
                    index,
                    name,
                    engine == null ? Engine.CLICKHOUSE : engine,
                    statement,
                    parameters,
                    rollback,
                    done,
                    rows,
                    new Handling(
                            crashRule == null ? CrashRule.RESUME : crashRule,
                            irreversible,
                            timeoutMillis.map(Duration::ofMillis),
                            retry.map(again -> new Retry(again.attempts, Duration.ofMillis(again.pauseMillis)))));
        }
    }

    /** How it is tried again. */
    record RetryDocument(int attempts, long pauseMillis) {}
}
