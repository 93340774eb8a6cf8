package io.longhaul.common.definition;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.MigrationId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one file came to, or one migration of a jar.
 *
 * @param id of the migration
 * @param name of the file
 * @param tree what is written in it; absent when it is no YAML
 * @param definition what it means; absent when there are mistakes in it
 * @param problems the mistakes, in the order of their places
 */
record ReadFile(
        String id, FileName name, Optional<Node> tree, Optional<Definition> definition, List<Problem> problems) {

    ReadFile {
        problems = List.copyOf(problems);
    }

    /** The migrations that it comes after, as far as they are ids. */
    List<Before> after() {
        Stream<Before> inYaml = tree.flatMap(root -> root.at("after")).map(Node::items).orElse(List.of()).stream()
                .flatMap(item -> item.text().stream())
                .map(item -> new Before(item.value().strip(), item.place()))
                .filter(before -> MigrationId.isValid(before.id()));
        Stream<Before> inJava = definition.stream()
                .filter(inAJar -> tree.isEmpty())
                .flatMap(found -> found.migration().after().stream())
                .map(before -> new Before(before.value(), Place.WHOLE_FILE));
        return Stream.concat(inYaml, inJava).toList();
    }

    Problem problem(Before item, String wrong, String right) {
        return new Problem(name.text(), item.place().line(), item.place().column(), wrong, right);
    }

    /**
     * What it comes after.
     *
     * @param id of the other
     * @param place where that is said
     */
    record Before(String id, Place place) {}
}
