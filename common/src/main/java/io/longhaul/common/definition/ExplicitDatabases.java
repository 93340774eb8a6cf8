package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.DatabaseNames;
import io.longhaul.common.definition.sql.NamedDatabase;
import io.longhaul.common.migration.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds where a definition names a database. That is allowed, but such a statement does not stay in the database that a
 * migration is proved on.
 */
public final class ExplicitDatabases {

    private static final List<String> SQL_OF_AN_OPERATION = List.of("rollback", "done");

    private final Findings findings;
    private final Set<String> databases;

    private ExplicitDatabases(Findings findings, Set<String> databases) {
        this.findings = findings;
        this.databases = databases;
    }

    /**
     * All of them, as mistakes; none in a file that cannot be read.
     *
     * @param databases that are known to exist
     */
    public static List<Problem> in(Path file, Set<String> databases) {
        String name = FileName.of(file).text();
        Findings unread = new Findings(new Source(name, ""));
        Optional<Source> source = new SourceFile(name, unread).read(file);
        if (source.isEmpty()) {
            return List.of();
        }
        Optional<Node> root = TreeReader.read(source.get(), unread);
        Findings findings = new Findings(source.get());
        root.ifPresent(tree -> new ExplicitDatabases(findings, databases).look(tree));
        return findings.problems();
    }

    private void look(Node root) {
        if (root instanceof Mapping mapping) {
            mapping.entries().stream()
                    .filter(entry -> !entry.key().value().equals("operations"))
                    .forEach(entry -> walk(entry.value(), "'" + entry.key().value() + "'", Optional.empty()));
        }
        int number = 0;
        for (Node operation : root.at("operations").map(Node::items).orElse(List.of())) {
            number++;
            String title =
                    operation.at("name").flatMap(Node::text).map(Scalar::value).orElse("");
            String where = "operation %d %s".formatted(number, title).strip();
            walk(operation, where, Engines.of(operation));
            if (RebuildRules.isOne(operation)) {
                texts(operation).forEach(text -> look(text, where, Engine.CLICKHOUSE));
            }
        }
    }

    private void walk(Node node, String where, Optional<Engine> around) {
        node.items().forEach(item -> walk(item, where, around));
        if (node instanceof Mapping mapping) {
            mapping.entries().forEach(entry -> walk(entry, where, around));
        }
    }

    private void walk(Entry entry, String where, Optional<Engine> around) {
        String key = entry.key().value();
        Optional<Engine> engine = engine(key).or(() -> SQL_OF_AN_OPERATION.contains(key) ? around : Optional.empty());
        List<Scalar> texts = entry.value().texts();
        if (engine.isPresent() && !texts.isEmpty()) {
            texts.forEach(text -> look(text, where, engine.get()));
        } else {
            walk(entry.value(), where, around);
        }
    }

    /** All texts in it: those of a rebuild are pieces of SQL, wherever they stand. */
    private static Stream<Scalar> texts(Node node) {
        Stream<Scalar> inside = node instanceof Mapping mapping
                ? mapping.entries().stream().flatMap(entry -> texts(entry.value()))
                : node.items().stream().flatMap(ExplicitDatabases::texts);
        return Stream.concat(node.text().stream(), inside);
    }

    private static Optional<Engine> engine(String key) {
        return List.of(Engine.values()).stream()
                .filter(engine -> engine.key().equals(key))
                .findFirst();
    }

    private void look(Scalar text, String where, Engine engine) {
        for (NamedDatabase named : DatabaseNames.in(engine, text.value(), databases)) {
            findings.within(
                    text,
                    named.at(),
                    named.text(),
                    "%s names a database: %s".formatted(where, named.text()),
                    "leave the database out, so that it is the one of the connection");
        }
    }
}
