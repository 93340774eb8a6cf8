package io.longhaul.dispatcher.view;

import io.longhaul.common.definition.StoredDefinition;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the operations of a definition, by their names.
 *
 * @param lines {@code + added}, {@code - removed} and {@code ~ changed}, in the order of the new definition; what was
 *     removed comes first
 */
public record DefinitionDifference(List<String> lines) {

    public DefinitionDifference {
        lines = List.copyOf(lines);
    }

    /** Between two texts of one definition; empty where one of them cannot be read. */
    public static Optional<DefinitionDifference> between(MigrationId migration, String was, String is) {
        return StoredDefinition.operations(migration, was)
                .flatMap(before -> StoredDefinition.operations(migration, is).map(now -> of(before, now)));
    }

    static DefinitionDifference of(List<Operation> before, List<Operation> now) {
        Map<String, Operation> old = byName(before);
        Map<String, Operation> present = byName(now);
        List<String> lines = new ArrayList<>();
        old.keySet().stream().filter(name -> !present.containsKey(name)).forEach(name -> lines.add("- " + name));
        present.forEach((name, operation) -> {
            Optional<Operation> earlier = Optional.ofNullable(old.get(name));
            if (earlier.isEmpty()) {
                lines.add("+ " + name);
            } else if (!earlier.get().equals(operation)) {
                lines.add("~ " + name);
            }
        });
        if (lines.isEmpty() && !before.equals(now)) {
            lines.add("~ the order of the operations");
        }
        if (lines.isEmpty()) {
            lines.add("~ what stands beside the operations, such as its checks");
        }
        return new DefinitionDifference(lines);
    }

    /** Only rebuilds of one table share a name; the second is told from the first as in a plan. */
    private static Map<String, Operation> byName(List<Operation> operations) {
        Map<String, Operation> byName = new LinkedHashMap<>();
        for (Operation operation : operations) {
            String name = operation.name();
            for (int i = 2; byName.containsKey(name); i++) {
                name = "%s (%d)".formatted(operation.name(), i);
            }
            byName.put(name, operation);
        }
        return byName;
    }
}
