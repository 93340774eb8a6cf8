package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.MigrationId;
import java.util.List;
import java.util.Optional;

/**
 * What one file came to.
 *
 * @param name of the file
 * @param tree what is written in it; absent when it is no YAML
 * @param definition what it means; absent when there are mistakes in it
 * @param problems the mistakes, in the order of their places
 */
record ReadFile(FileName name, Optional<Node> tree, Optional<Definition> definition, List<Problem> problems) {

    ReadFile {
        problems = List.copyOf(problems);
    }

    String id() {
        return name.id();
    }

    /** The ids of the migrations that it comes after, as far as they are ids. */
    List<Scalar> after() {
        return tree.flatMap(root -> root.at("after")).map(Node::items).orElse(List.of()).stream()
                .flatMap(item -> item.text().stream())
                .filter(item -> MigrationId.isValid(item.value().strip()))
                .toList();
    }

    Problem problem(Node node, String wrong, String right) {
        return new Problem(name.text(), node.place().line(), node.place().column(), wrong, right);
    }
}
