package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Parameter;
import io.longhaul.common.plan.Plan;
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

    static <T extends Record> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
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
                progress.left().map(Duration::toSeconds).orElse(null),
                progress.band().map(band -> band.shortest().toSeconds()).orElse(null),
                progress.band().map(band -> band.longest().toSeconds()).orElse(null),
                progress.doing().map(Progress.Doing::step).orElse(null),
                progress.doing().flatMap(Progress.Doing::throttled).orElse(null)));
    }

    static Progress readProgress(String text) {
        ProgressDocument document = MAPPER.readValue(text, ProgressDocument.class);
        return new Progress(
                document.fraction,
                document.rowsDone,
                document.rowsExpected,
                document.rowsPerSecond,
                Optional.ofNullable(document.secondsLeft).map(Duration::ofSeconds),
                document.band(),
                Optional.ofNullable(document.doing)
                        .map(step -> new Progress.Doing(step, Optional.ofNullable(document.throttled))));
    }

    static String write(Plan plan) {
        return write(PlanDocument.of(plan));
    }

    static Plan readPlan(String text) {
        return MAPPER.readValue(text, PlanDocument.class).plan();
    }

    static String write(List<Parameter> parameters) {
        return MAPPER.writeValueAsString(
                parameters.stream().map(ParameterDocument::of).toList());
    }

    static List<Parameter> readParameters(String text) {
        List<ParameterDocument> documents = MAPPER.readValue(text, new TypeReference<>() {});
        return documents.stream().map(ParameterDocument::parameter).toList();
    }

    record ProgressDocument(
            double fraction,
            long rowsDone,
            long rowsExpected,
            double rowsPerSecond,
            @Nullable Long secondsLeft,
            @Nullable Long secondsLeftAtLeast,
            @Nullable Long secondsLeftAtMost,
            @Nullable String doing,
            @Nullable String throttled) {

        Optional<Progress.Band> band() {
            return secondsLeftAtLeast == null || secondsLeftAtMost == null
                    ? Optional.empty()
                    : Optional.of(new Progress.Band(
                            Duration.ofSeconds(secondsLeftAtLeast), Duration.ofSeconds(secondsLeftAtMost)));
        }
    }
}
