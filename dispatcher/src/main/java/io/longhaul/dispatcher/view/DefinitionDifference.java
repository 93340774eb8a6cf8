package io.longhaul.dispatcher.view;

import io.longhaul.common.definition.StoredDefinition;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
        for (Operation operation : now) {
            Optional<Operation> earlier = Optional.ofNullable(old.get(operation.name()));
            if (earlier.isEmpty()) {
                lines.add("+ " + operation.name());
            } else if (!earlier.get().equals(operation)) {
                lines.add("~ " + operation.name());
            }
        }
        if (lines.isEmpty() && !before.equals(now)) {
            lines.add("~ the order of the operations");
        }
        if (lines.isEmpty()) {
            lines.add("~ what stands beside the operations, such as its checks");
        }
        return new DefinitionDifference(lines);
    }

    /** A definition has no two operations of one name; the reader sees to that. */
    private static Map<String, Operation> byName(List<Operation> operations) {
        return operations.stream()
                .collect(
                        Collectors.toMap(Operation::name, Function.identity(), (one, same) -> one, LinkedHashMap::new));
    }
}
