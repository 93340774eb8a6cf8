package io.longhaul.common.definition;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a rebuild of an operation in which no pass has found a mistake. */
final class RebuildMaker {

    private RebuildMaker() {}

    static RebuildTable make(Node operation) {
        RebuildTable rebuild = new RebuildTable(
                text(operation, RebuildRules.KEY).orElseThrow(),
                new TableShape(
                        text(operation, "engine"),
                        key(operation, "partitionBy"),
                        key(operation, "primaryKey"),
                        key(operation, "orderBy"),
                        settings(operation),
                        operation.at("columns").map(RebuildMaker::columns).orElse(List.of())));
        return text(operation, "keepOldTable")
                .map(Durations::parse)
                .map(rebuild::withOldTableKept)
                .orElse(rebuild);
    }

    private static Optional<String> key(Node operation, String key) {
        return operation.at(key).map(RebuildRules::parts).map(TableShape::key);
    }

    private static Map<String, String> settings(Node operation) {
        Map<String, String> settings = new TreeMap<>();
        operation
                .at("settings")
                .map(RebuildRules::entries)
                .orElse(List.of())
                .forEach(entry -> settings.put(entry.key().value(), literal((Scalar) entry.value())));
        return settings;
    }

    /** As SQL has it; all versions of ClickHouse take 1 and 0 for yes and no. */
    private static String literal(Scalar value) {
        return switch (value.kind()) {
            case TEXT -> "'%s'".formatted(value.value().replace("\\", "\\\\").replace("'", "\\'"));
            case BOOLEAN -> value.value().equalsIgnoreCase("true") ? "1" : "0";
            case NUMBER, NOTHING -> MigrationMaker.written(value);
        };
    }

    private static List<ColumnChange> columns(Node columns) {
        List<ColumnChange> changes = new ArrayList<>();
        for (Kind kind : List.of(Kind.ADD, Kind.MODIFY)) {
            columns.at(kind.name().toLowerCase(Locale.ROOT))
                    .map(RebuildRules::entries)
                    .orElse(List.of())
                    .forEach(entry -> changes.add(new ColumnChange(
                            kind,
                            entry.key().value().strip(),
                            ((Scalar) entry.value()).value().strip())));
        }
        columns.at("drop")
                .map(Node::texts)
                .orElse(List.of())
                .forEach(column ->
                        changes.add(new ColumnChange(Kind.DROP, column.value().strip(), "")));
        return changes;
    }

    private static Optional<String> text(Node node, String key) {
        return node.at(key).flatMap(Node::text).map(scalar -> scalar.value().strip());
    }
}
