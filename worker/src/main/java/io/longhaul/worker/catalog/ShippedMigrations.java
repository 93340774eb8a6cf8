package io.longhaul.worker.catalog;

import io.longhaul.common.definition.DefinitionDirectory;
import io.longhaul.common.definition.DefinitionReader;
import io.longhaul.common.definition.Problem;
import io.longhaul.common.definition.Reading;
import io.longhaul.common.migration.Action;
import io.longhaul.common.migration.Condition;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.MigrationId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The migrations that this worker ships with, as they were when it started. */
public final class ShippedMigrations {

    private final Map<MigrationId, Definition> byId = new LinkedHashMap<>();

    private ShippedMigrations(List<Definition> definitions) {
        definitions.forEach(definition -> byId.put(definition.migration().id(), definition));
    }

    /** Reads a directory; throws {@link DefinitionsUnreadable} with every mistake in every file. */
    public static ShippedMigrations read(Path directory) {
        Reading<List<Definition>> reading = new DefinitionDirectory(new DefinitionReader()).read(directory);
        if (reading instanceof Reading.Unreadable<List<Definition>> unreadable) {
            throw new DefinitionsUnreadable(unreadable.problems());
        }
        return new ShippedMigrations(((Reading.Legible<List<Definition>>) reading).value());
    }

    public Optional<Definition> find(MigrationId migration) {
        return Optional.ofNullable(byId.get(migration));
    }

    /** The functions of all of them. */
    public Functions functions() {
        Map<String, Action> actions = new HashMap<>();
        Map<String, Condition> conditions = new HashMap<>();
        for (Definition definition : byId.values()) {
            actions.putAll(definition.functions().actions());
            conditions.putAll(definition.functions().conditions());
        }
        return new Functions(actions, conditions);
    }

    public List<Definition> all() {
        return List.copyOf(byId.values());
    }

    /** The author's mistakes, for the author. */
    public static final class DefinitionsUnreadable extends RuntimeException {

        private final transient List<Problem> problems;

        DefinitionsUnreadable(List<Problem> problems) {
            super("%d mistakes in the migrations".formatted(problems.size()));
            this.problems = List.copyOf(problems);
        }

        public List<Problem> problems() {
            return problems;
        }
    }
}
