package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.ClickHouseOperation;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.ServiceRequirement;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import io.longhaul.common.version.VersionRequirement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes a migration of a tree in which no pass has found a mistake. */
final class MigrationMaker {

    private MigrationMaker() {}

    static Migration make(MigrationId id, Node root) {
        return new Migration(
                id,
                text(root, "description").orElseThrow(),
                new VersionRange(version(root, "from"), version(root, "through")),
                texts(root, "after").stream().map(MigrationId::new).toList(),
                root.at("services").map(MigrationMaker::services).orElse(List.of()),
                root.at("required").flatMap(MigrationMaker::query).map(SqlCheck::new),
                list(root, "prechecks").stream().map(MigrationMaker::check).toList(),
                list(root, "operations").stream().map(MigrationMaker::operation).toList(),
                list(root, "postchecks").stream().map(MigrationMaker::check).toList());
    }

    private static Optional<Version> version(Node root, String end) {
        return root.at("versions").flatMap(versions -> text(versions, end)).map(Version::new);
    }

    private static List<ServiceRequirement> services(Node services) {
        return ((Mapping) services)
                .entries().stream()
                        .map(entry -> new ServiceRequirement(
                                entry.key().value(),
                                query(entry.value()),
                                new VersionRequirement(text(entry.value(), "range")
                                        .orElseGet(() ->
                                                ((Scalar) entry.value()).value().strip()))))
                        .toList();
    }

    private static Check check(Node check) {
        return check.at("freeDisk")
                .<Check>map(MigrationMaker::freeDisk)
                .orElseGet(() -> new SqlCheck(query(check).orElseThrow(), text(check, "message")));
    }

    private static FreeDisk freeDisk(Node disk) {
        return new FreeDisk(
                text(disk, "table").map(table -> new FreeDisk.ForTable(table, factor(disk))),
                disk.at("atLeast").flatMap(size -> ByteSize.parse(((Scalar) size).value())));
    }

    private static double factor(Node disk) {
        return disk.at("factor")
                .flatMap(factor -> ((Scalar) factor).number())
                .map(BigDecimal::doubleValue)
                .orElseThrow();
    }

    private static Operation operation(Node operation) {
        List<String> statements = texts(operation, "clickhouse");
        Optional<String> done = text(operation, "done");
        return new ClickHouseOperation(
                text(operation, "name").orElseGet(() -> OperationName.of(statements.get(0))),
                statements,
                operation.at("forEach").flatMap(MigrationMaker::query),
                texts(operation, "rollback"),
                done,
                text(operation, "onCrash")
                        .map(rule -> CrashRule.valueOf(rule.toUpperCase(Locale.ROOT)))
                        .orElseGet(() -> ClickHouseOperation.fitting(statements, done)),
                operation
                        .at("irreversible")
                        .filter(node -> ((Scalar) node).value().equals("true"))
                        .isPresent());
    }

    private static Optional<String> query(Node holder) {
        return text(holder, "clickhouse");
    }

    private static List<Node> list(Node node, String key) {
        return node.at(key).map(Node::items).orElse(List.of());
    }

    private static Optional<String> text(Node node, String key) {
        return node.at(key).flatMap(Node::text).map(scalar -> scalar.value().strip());
    }

    private static List<String> texts(Node node, String key) {
        return node.at(key).map(Node::texts).orElse(List.of()).stream()
                .map(scalar -> scalar.value().strip())
                .toList();
    }
}
