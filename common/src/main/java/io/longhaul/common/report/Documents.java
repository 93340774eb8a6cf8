package io.longhaul.common.report;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON and back. A worker may say more than we know of. */
final class Documents {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Documents() {}

    static String write(Record document) {
        return MAPPER.writeValueAsString(document);
    }

    /** Absent when it is none. */
    static <T extends Record> Optional<T> read(String json, Class<T> type) {
        try {
            return Optional.ofNullable(MAPPER.readValue(json, type));
        } catch (JacksonException | NullPointerException notOurs) {
            return Optional.empty();
        }
    }
}
