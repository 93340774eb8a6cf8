package io.longhaul.dispatcher.view;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** View records as JSON text: keys in the order of their declaration, nulls written out, times in UTC. */
public final class Json {

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .defaultPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT))
            .build();

    private Json() {}

    /** A document of several lines, the last one ended. */
    public static String document(Record view) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(view) + "\n";
    }

    /** A document of several lines, the last one ended. */
    public static String document(List<? extends Record> views) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(views) + "\n";
    }

    /** A text in quotes, on one line whatever it holds. */
    static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }

    /** Text that should be JSON as a tree; null when it is not. */
    static @Nullable JsonNode tree(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isMissingNode() ? null : tree;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** The document on one line, ended. */
    public static String line(Record view) {
        return MAPPER.writeValueAsString(view) + "\n";
    }
}
