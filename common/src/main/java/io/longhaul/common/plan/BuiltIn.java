package io.longhaul.common.plan;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.RebuildTable;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a built-in operation stands in a plan: a verb and, as JSON, all that it was given.
 *
 * @param verb what is done
 * @param rebuild of which table
 */
public record BuiltIn(Verb verb, RebuildTable rebuild) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What is done. */
    public enum Verb {
        /** A table gets another shape. */
        REBUILD("rebuildTable"),
        /** It gets the one back that it had. */
        TAKE_BACK("takeBackRebuild");

        private final String word;

        Verb(String word) {
            this.word = word;
        }
    }

    /** The statement that a plan and the journal have. */
    public String statement() {
        return "%s %s".formatted(verb.word, MAPPER.writeValueAsString(rebuild));
    }

    /** A statement as people read it: as it is, or of a built-in operation what it means. */
    public static String words(Engine engine, String statement) {
        return engine == Engine.BUILT_IN
                ? read(statement).map(BuiltIn::words).orElse("a built-in operation that this version does not know")
                : statement;
    }

    /** Nearly as its author wrote it. */
    private String words() {
        return verb == Verb.REBUILD
                ? RebuildWords.of(rebuild)
                : "give %s back the shape that it had".formatted(rebuild.table());
    }

    /** Reads one; empty when the text is none, as one of a newer Longhaul may be. */
    public static Optional<BuiltIn> read(String statement) {
        int space = statement.indexOf(' ');
        for (Verb verb : Verb.values()) {
            if (space > 0 && statement.substring(0, space).equals(verb.word)) {
                try {
                    return Optional.of(
                            new BuiltIn(verb, MAPPER.readValue(statement.substring(space), RebuildTable.class)));
                } catch (JacksonException unreadable) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
