package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules for one operation. Parts of it that an earlier pass refused are left alone. */
final class OperationRules {

    private final Node operation;
    private final Findings findings;
    private final Scope outside;
    private final Scope inside;
    private final Engine engine;

    OperationRules(Node operation, Scope scope, Findings findings) {
        this.operation = operation;
        this.findings = findings;
        this.outside = scope;
        this.inside = scope.inOperation(operation.at("forEach").isPresent());
        this.engine = Engines.of(operation).orElse(Engine.CLICKHOUSE);
    }

    void look() {
        if (RebuildRules.isOne(operation)) {
            new RebuildRules(operation, findings).look();
            return;
        }
        RebuildRules.areElsewhere(operation, findings);
        if (Engines.of(operation).isPresent() || !RebuildRules.hasPartsOfOne(operation)) {
            Engines.look(operation, "the operation", List.of(RebuildRules.KEY), findings);
        }
        text("name").ifPresent(this::name);
        operation.at("forEach").ifPresent(this::forEach);
        statements().forEach(statement -> rules(statement).isStatement(true));
        rollback().forEach(statement -> rules(statement).isStatement(false));
        text("done").ifPresent(done -> rules(done).isQuery());
        DurationRules durations = new DurationRules(findings);
        durations.look(operation, "timeout");
        operation.at("retry").ifPresent(retry -> durations.look(retry, "wait"));
        createsItsStagingTable();
        saysWhenItIsDone();
    }

    /**
     * What undoes or doubles itself when it is repeated can only be resumed, or taken back, by asking whether it is
     * done.
     */
    private void saysWhenItIsDone() {
        if (operation.at("done").isEmpty()) {
            statements()
                    .filter(statement -> sql(statement).runsAlone())
                    .findFirst()
                    .ifPresent(statement -> findings.fault(
                            statement,
                            "%s cannot run in a transaction, so a crash may leave half of it"
                                    .formatted(sql(statement).firstWord()),
                            "add a done, a query that answers 1 once it has happened"));
            Stream.concat(statements(), rollback())
                    .filter(statement -> sql(statement).undoesItself())
                    .findFirst()
                    .ifPresent(statement -> findings.fault(
                            statement,
                            "%s undoes itself when it is repeated"
                                    .formatted(sql(statement).firstWord()),
                            "add a done, a query that answers 1 once it has happened"));
        }
    }

    private void forEach(Node query) {
        Engines.look(query, "forEach", findings);
        sound(Engines.texts(query).flatMap(Node::text))
                .ifPresent(
                        text -> new SqlRules(text, Engines.of(query).orElseThrow(), outside, findings).isPlainQuery());
    }

    private SqlRules rules(Scalar text) {
        return new SqlRules(text, engine, inside, findings);
    }

    private void name(Scalar name) {
        for (Placeholder placeholder : SqlRules.some(Placeholder.in(name.value()))) {
            String shown = Sentence.quoted(placeholder.text());
            if (placeholder.isStaging()) {
                wrong(name, placeholder, shown + " is known only in statements", "leave it out of the name");
            } else if (!inside.forEach() && !inside.parameters().contains(placeholder.name())) {
                String right = "leave it out, or add a forEach whose query has a column " + placeholder.name();
                wrong(
                        name,
                        placeholder,
                        shown + " has no value: it is no parameter, and the operation has no forEach",
                        right);
            } else if (placeholder.type().isPresent()) {
                wrong(name, placeholder, shown + " has a type", "in a name write {%s}".formatted(placeholder.name()));
            }
        }
    }

    private void wrong(Scalar name, Placeholder placeholder, String wrong, String right) {
        findings.within(name, placeholder.at(), placeholder.text(), wrong, right);
    }

    /**
     * In the operation itself, not in an earlier one: the table is dropped when a run stops, and a run that goes on
     * begins with the operation it was in.
     */
    private void createsItsStagingTable() {
        if (statements().noneMatch(statement -> sql(statement).createsStaging())) {
            statements()
                    .filter(statement -> staging(statement).isPresent())
                    .findFirst()
                    .ifPresent(statement ->
                            neverCreated(statement, staging(statement).orElseThrow()));
        }
    }

    private Optional<Placeholder> staging(Scalar statement) {
        return sql(statement).placeholders().stream()
                .filter(Placeholder::isStaging)
                .findFirst();
    }

    private void neverCreated(Scalar statement, Placeholder staging) {
        findings.within(
                statement,
                staging.at(),
                staging.text(),
                "this operation never creates {staging}",
                "begin it with a statement such as CREATE OR REPLACE TABLE {staging} AS events");
    }

    private Stream<Scalar> statements() {
        return sound(Engines.texts(operation).stream().flatMap(statements -> statements.texts().stream()));
    }

    private Stream<Scalar> rollback() {
        return sound(operation.at("rollback").stream().flatMap(rollback -> rollback.texts().stream()));
    }

    private Optional<Scalar> text(String key) {
        return sound(operation.at(key).flatMap(Node::text));
    }

    private Optional<Scalar> sound(Optional<Scalar> scalar) {
        return scalar.filter(value -> !findings.isFaulty(value));
    }

    private Stream<Scalar> sound(Stream<Scalar> scalars) {
        return scalars.filter(value -> !findings.isFaulty(value));
    }

    private SqlText sql(Scalar scalar) {
        return SqlText.of(engine, scalar.value());
    }
}
