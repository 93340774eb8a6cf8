package io.longhaul.common.definition;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.Retry;
import io.longhaul.common.migration.RowCount;
import io.longhaul.common.migration.ServiceRequirement;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import io.longhaul.common.version.VersionRequirement;
import java.math.BigDecimal;
import java.time.Duration;
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
                ParameterRules.entries(root).map(MigrationMaker::parameter).toList(),
                root.at("required").map(required -> new SqlCheck(query(required), Optional.empty())),
                list(root, "prechecks").stream().map(MigrationMaker::check).toList(),
                list(root, "healthchecks").stream()
                        .map(MigrationMaker::healthcheck)
                        .toList(),
                list(root, "operations").stream().map(MigrationMaker::operation).toList(),
                list(root, "postchecks").stream().map(MigrationMaker::check).toList(),
                root.at("progress").map(MigrationMaker::query));
    }

    private static Optional<Version> version(Node root, String end) {
        return root.at("versions").flatMap(versions -> text(versions, end)).map(Version::new);
    }

    private static List<ServiceRequirement> services(Node services) {
        return ((Mapping) services)
                .entries().stream()
                        .map(entry -> new ServiceRequirement(
                                entry.key().value(),
                                Engines.of(entry.value()).map(engine -> query(entry.value())),
                                new VersionRequirement(text(entry.value(), "range")
                                        .orElseGet(() ->
                                                ((Scalar) entry.value()).value().strip()))))
                        .toList();
    }

    private static Parameter parameter(Entry entry) {
        Parameter parameter = parameterWithoutDefault(entry);
        return written(entry.value(), "default").map(parameter::withStandard).orElse(parameter);
    }

    static Parameter parameterWithoutDefault(Entry entry) {
        Node rules = entry.value();
        return new Parameter(
                entry.key().value(),
                parameterType(text(rules, "type").orElseThrow()),
                Optional.empty(),
                text(rules, "description"),
                written(rules, "atLeast"),
                written(rules, "atMost"),
                rules.at("values").map(Node::items).orElse(List.of()).stream()
                        .flatMap(item -> item.text().stream())
                        .map(Scalar::value)
                        .toList());
    }

    static ParameterType parameterType(String words) {
        return ParameterType.valueOf(words.strip().toUpperCase(Locale.ROOT));
    }

    /** The text of a value, which of a number is its plain decimal form. */
    static String written(Scalar scalar) {
        return scalar.number().map(BigDecimal::toPlainString).orElse(scalar.value());
    }

    private static Optional<String> written(Node node, String key) {
        return node.at(key).map(value -> written((Scalar) value));
    }

    private static Check check(Node check) {
        Optional<Check> disk = check.at("freeDisk").map(MigrationMaker::freeDisk);
        return disk.or(() -> check.at("rowCount").map(MigrationMaker::rowCount))
                .orElseGet(() -> new SqlCheck(query(check), text(check, "message")));
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

    private static RowCount rowCount(Node rows) {
        Engine engine = Engines.of(rows).orElseThrow();
        return new RowCount(
                engine, text(rows, engine.key()).orElseThrow(), count(rows, "atLeast"), count(rows, "atMost"));
    }

    /** A whole number; absent where there is none, or none that fits. */
    static Optional<Long> count(Node node, String key) {
        return node.at(key)
                .filter(Scalar.class::isInstance)
                .flatMap(value -> ((Scalar) value).number())
                .flatMap(number -> {
                    try {
                        return Optional.of(number.longValueExact());
                    } catch (ArithmeticException fraction) {
                        return Optional.empty();
                    }
                });
    }

    private static Healthcheck healthcheck(Node check) {
        return new Healthcheck(
                check(check),
                duration(check, "every").orElse(Healthcheck.EVERY),
                duration(check, "timeout").orElse(Healthcheck.TIMEOUT),
                count(check, "errors").map(Math::toIntExact).orElse(Healthcheck.ERRORS),
                text(check, "onFailure")
                        .map(rule -> Healthcheck.OnFailure.valueOf(rule.toUpperCase(Locale.ROOT)))
                        .orElse(Healthcheck.OnFailure.FAIL));
    }

    private static Operation operation(Node operation) {
        return RebuildRules.isOne(operation) ? RebuildMaker.make(operation) : sqlOperation(operation);
    }

    private static Operation sqlOperation(Node operation) {
        Engine engine = Engines.of(operation).orElseThrow();
        List<String> statements = texts(operation, engine.key());
        Optional<String> done = text(operation, "done");
        return new SqlOperation(
                text(operation, "name").orElseGet(() -> OperationName.of(engine, statements.get(0))),
                engine,
                statements,
                operation.at("forEach").map(MigrationMaker::query),
                texts(operation, "rollback"),
                done,
                handling(operation, fitting(engine, statements, done)));
    }

    /** A transaction of PostgreSQL has happened or has not, and its mark tells which: it can always go on. */
    private static CrashRule fitting(Engine engine, List<String> statements, Optional<String> done) {
        boolean inTransactions = engine == Engine.POSTGRES
                && statements.stream()
                        .noneMatch(statement -> SqlText.of(engine, statement).runsAlone());
        return inTransactions ? CrashRule.RESUME : SqlOperation.fitting(statements, done);
    }

    private static Handling handling(Node operation, CrashRule fitting) {
        return new Handling(
                text(operation, "onCrash")
                        .map(rule -> CrashRule.valueOf(rule.toUpperCase(Locale.ROOT)))
                        .orElse(fitting),
                operation
                        .at("irreversible")
                        .filter(node -> ((Scalar) node).value().equals("true"))
                        .isPresent(),
                duration(operation, "timeout"),
                operation.at("retry").map(MigrationMaker::retry));
    }

    private static Retry retry(Node retry) {
        return new Retry(
                Math.toIntExact(count(retry, "attempts").orElseThrow()),
                duration(retry, "wait").orElse(Retry.FIRST_WAIT));
    }

    private static Optional<Duration> duration(Node node, String key) {
        return text(node, key).map(Durations::parse);
    }

    private static Query query(Node holder) {
        Engine engine = Engines.of(holder).orElseThrow();
        return new Query(engine, text(holder, engine.key()).orElseThrow());
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
