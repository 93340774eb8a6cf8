package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON documents inside the tables. Fields may be added; a field that is there keeps its meaning. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static Map<String, String> readMap(String text) {
        return MAPPER.readValue(text, new TypeReference<>() {});
    }

    static List<String> readList(String text) {
        return MAPPER.readValue(text, new TypeReference<>() {});
    }

    static String write(Progress progress) {
        return write(new ProgressDocument(
                progress.fraction(),
                progress.rowsDone(),
                progress.rowsExpected(),
                progress.rowsPerSecond(),
                progress.left().map(Duration::toSeconds).orElse(null)));
    }

    static Progress readProgress(String text) {
        ProgressDocument document = MAPPER.readValue(text, ProgressDocument.class);
        return new Progress(
                document.fraction,
                document.rowsDone,
                document.rowsExpected,
                document.rowsPerSecond,
                Optional.ofNullable(document.secondsLeft).map(Duration::ofSeconds));
    }

    static String write(Plan plan) {
        return write(new PlanDocument(
                plan.migration().value(),
                plan.checksum().value(),
                plan.operations().stream().map(OperationDocument::of).toList(),
                plan.postchecks().stream().map(CheckDocument::of).toList()));
    }

    static Plan readPlan(String text) {
        PlanDocument document = MAPPER.readValue(text, PlanDocument.class);
        return new Plan(
                new MigrationId(document.migration),
                new Checksum(document.checksum),
                document.operations.stream().map(OperationDocument::operation).toList(),
                document.postchecks == null
                        ? List.of()
                        : document.postchecks.stream().map(CheckDocument::check).toList());
    }

    record ProgressDocument(
            double fraction,
            long rowsDone,
            long rowsExpected,
            double rowsPerSecond,
            @Nullable Long secondsLeft) {}

    /** Plans of versions that knew no postchecks have none. */
    record PlanDocument(
            String migration,
            String checksum,
            List<OperationDocument> operations,
            @Nullable List<CheckDocument> postchecks) {}

    /** Plans of versions that knew no crash rules have none. */
    record OperationDocument(
            int index,
            String name,
            String statement,
            Map<String, String> parameters,
            List<String> rollback,
            Optional<String> done,
            long rows,
            @Nullable CrashRule crashRule,
            boolean irreversible) {

        static OperationDocument of(PlannedOperation operation) {
            return new OperationDocument(
                    operation.index(),
                    operation.name(),
                    operation.statement(),
                    operation.parameters(),
                    operation.rollback(),
                    operation.done(),
                    operation.rows(),
                    operation.crashRule(),
                    operation.irreversible());
        }

        PlannedOperation operation() {
            return new PlannedOperation(
                    index,
                    name,
                    statement,
                    parameters,
                    rollback,
                    done,
                    rows,
                    crashRule == null ? CrashRule.RESUME : crashRule,
                    irreversible);
        }
    }
}
