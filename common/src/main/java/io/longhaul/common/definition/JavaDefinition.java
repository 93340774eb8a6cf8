package io.longhaul.common.definition;

import io.longhaul.common.migration.Action;
import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Condition;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Functions;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.JavaMigration;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A migration in Java as a definition. The names of its functions are known in the whole worker by the migration's id
 * in front, {@code 0005_persons/copy}, so that those of two migrations never meet.
 */
final class JavaDefinition {

    private final Migration migration;
    private final FileName file;
    private final List<Problem> problems = new ArrayList<>();

    private JavaDefinition(FileName file, Migration migration) {
        this.file = file;
        this.migration = migration;
    }

    /** {@code contents} are those of its jar. */
    static ReadFile of(FileName file, JavaMigration written, Checksum contents) {
        JavaDefinition definition = new JavaDefinition(file, written.migration());
        Map<String, Action> actions = written.actions();
        Map<String, Condition> conditions = written.conditions();
        definition.hasFunctions(actions.keySet(), conditions.keySet());
        Migration named = definition.named();
        String id = named.id().value();
        return new ReadFile(
                id,
                file,
                Optional.empty(),
                definition.problems.isEmpty()
                        ? Optional.of(new Definition(
                                named,
                                Checksum.of(id + "\n" + contents),
                                source(file, written, named),
                                new Functions(definition.keyed(actions), definition.keyed(conditions))))
                        : Optional.empty(),
                definition.problems);
    }

    private void hasFunctions(Set<String> actions, Set<String> conditions) {
        for (Operation operation : migration.operations()) {
            if (operation instanceof SqlOperation sql && sql.engine() == Engine.JAVA) {
                Stream.concat(sql.statements().stream(), sql.rollback().stream())
                        .filter(action -> !actions.contains(action))
                        .forEach(action -> missing("operation '%s'".formatted(sql.name()), "action", action));
                sql.done()
                        .filter(condition -> !conditions.contains(condition))
                        .ifPresent(
                                condition -> missing("operation '%s'".formatted(sql.name()), "condition", condition));
            }
        }
        checks().flatMap(check -> check instanceof SqlCheck sql ? Stream.of(sql.query()) : Stream.of())
                .filter(query -> query.engine() == Engine.JAVA && !conditions.contains(query.sql()))
                .forEach(query -> missing("a check", "condition", query.sql()));
    }

    private Stream<Check> checks() {
        return Stream.of(
                        migration.required().stream(),
                        migration.prechecks().stream(),
                        migration.healthchecks().stream().map(Healthcheck::check),
                        migration.postchecks().stream())
                .flatMap(checks -> checks);
    }

    private void missing(String what, String kind, String name) {
        problems.add(new Problem(
                file.text(),
                0,
                0,
                "%s of %s names the %s '%s', and there is none".formatted(what, migration.id(), kind, name),
                "let %ss() return one of that name".formatted(kind)));
    }

    private Migration named() {
        return new Migration(
                migration.id(),
                migration.description(),
                migration.versions(),
                migration.after(),
                migration.services(),
                migration.parameters(),
                migration.required().map(this::named),
                migration.prechecks().stream().map(this::named).toList(),
                migration.healthchecks().stream()
                        .map(health -> new Healthcheck(
                                named(health.check()),
                                health.every(),
                                health.timeout(),
                                health.errors(),
                                health.onFailure()))
                        .toList(),
                migration.operations().stream().map(this::named).toList(),
                migration.postchecks().stream().map(this::named).toList(),
                migration.progress().map(this::named));
    }

    private Operation named(Operation operation) {
        if (!(operation instanceof SqlOperation sql) || sql.engine() != Engine.JAVA) {
            return operation;
        }
        UnaryOperator<String> key = this::key;
        return new SqlOperation(
                sql.name(),
                sql.engine(),
                sql.statements().stream().map(key).toList(),
                sql.forEach(),
                sql.rollback().stream().map(key).toList(),
                sql.done().map(key),
                sql.handling());
    }

    private Check named(Check check) {
        return check instanceof SqlCheck sql ? new SqlCheck(named(sql.query()), sql.message()) : check;
    }

    private Query named(Query query) {
        return query.engine() == Engine.JAVA ? Query.inJava(key(query.sql())) : query;
    }

    private <T> Map<String, T> keyed(Map<String, T> functions) {
        Map<String, T> keyed = new HashMap<>();
        functions.forEach((name, function) -> keyed.put(key(name), function));
        return keyed;
    }

    private String key(String name) {
        return migration.id() + "/" + name;
    }

    /** What people are shown where of others they are shown the file. */
    private static String source(FileName file, JavaMigration written, Migration named) {
        StringBuilder text = new StringBuilder("# %s in %s\ndescription: %s\noperations:\n"
                .formatted(written.getClass().getName(), file.text(), named.description()));
        for (Operation operation : named.operations()) {
            text.append("  - name: ").append(operation.name()).append('\n');
            if (operation instanceof SqlOperation sql) {
                sql.statements()
                        .forEach(statement -> text.append("    %s: %s\n"
                                .formatted(sql.engine().key(), statement.strip().replace("\n", "\n      "))));
            }
        }
        return text.toString();
    }
}
