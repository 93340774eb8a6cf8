package io.longhaul.worker.prove;

import io.longhaul.common.definition.sql.DatabaseNames;
import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.TargetStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What reaches beyond the scratch databases by a name. Of a migration in Java all that it says is read beforehand; what
 * its functions send nobody knows before they do.
 *
 * @param databases that are known to exist
 */
record Borders(Set<String> databases) {

    Borders {
        databases = Set.copyOf(databases);
    }

    /** Why a statement of a function is not sent; absent where it may be. */
    Optional<Failure> crossed(Engine engine, TargetStatement statement) {
        return named(engine, statement.sql())
                .map(name -> new Failure(
                        "longhaul",
                        "prove",
                        "a function names a database: %s; leave the database out, so that it is the one of the connection"
                                .formatted(name)));
    }

    /** A sentence for each statement of a migration in Java that names a database. */
    List<String> crossedBy(Migration migration) {
        List<String> found = new ArrayList<>();
        for (Operation operation : migration.operations()) {
            if (operation instanceof SqlOperation sql) {
                String where = "operation '%s'".formatted(sql.name());
                Stream.of(sql.statements(), sql.rollback(), sql.done().stream().toList())
                        .flatMap(List::stream)
                        .forEach(statement -> add(where, sql.engine(), statement, found));
                sql.forEach().ifPresent(query -> add(where, query.engine(), query.sql(), found));
            }
        }
        queries(migration).forEach(query -> add("a check", query.engine(), query.sql(), found));
        return found;
    }

    private static Stream<Query> queries(Migration migration) {
        Stream<Check> checks = Stream.of(
                        migration.required().stream(),
                        migration.prechecks().stream(),
                        migration.healthchecks().stream().map(Healthcheck::check),
                        migration.postchecks().stream())
                .flatMap(each -> each);
        return Stream.concat(
                checks.flatMap(check -> check instanceof SqlCheck sql ? Stream.of(sql.query()) : Stream.of()),
                migration.progress().stream());
    }

    private void add(String where, Engine engine, String text, List<String> into) {
        Optional.of(engine)
                .filter(Predicate.not(Engine.JAVA::equals))
                .flatMap(database -> named(database, text))
                .ifPresent(name -> into.add(
                        "%s names a database: %s; leave the database out, so that it is the one of the connection"
                                .formatted(where, name)));
    }

    private Optional<String> named(Engine engine, String sql) {
        return DatabaseNames.in(engine, sql, databases).stream().findFirst().map(named -> named.text());
    }
}
