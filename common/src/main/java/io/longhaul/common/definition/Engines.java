package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.migration.Engine;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The key of a mapping that says which engine its statements or its query are for. */
final class Engines {

    private Engines() {}

    /** The engine whose key the mapping has; of several the first. */
    static Optional<Engine> of(Node node) {
        return all(node).stream().findFirst();
    }

    /** The value of that key. */
    static Optional<Node> texts(Node node) {
        return of(node).flatMap(engine -> node.at(engine.key()));
    }

    /** Says so where there are two of them, or none; a node that is no mapping has its mistake already. */
    static void look(Node node, String what, Findings findings) {
        look(node, what, List.of(), findings);
    }

    /** The same, where other keys may stand in their place. */
    static void look(Node node, String what, List<String> others, Findings findings) {
        if (!(node instanceof Mapping) || findings.isFaulty(node)) {
            return;
        }
        List<Engine> engines = all(node);
        if (engines.isEmpty()) {
            findings.fault(
                    node,
                    "%s has neither clickhouse nor postgres%s"
                            .formatted(
                                    what,
                                    others.stream().map(" nor %s"::formatted).collect(Collectors.joining())),
                    "write one of them");
        } else if (engines.size() > 1) {
            findings.fault(
                    node.at(engines.get(1).key()).orElseThrow(),
                    "%s has both clickhouse and postgres".formatted(what),
                    "write one of them");
        }
    }

    private static List<Engine> all(Node node) {
        return Engine.databases().stream()
                .filter(engine -> node.at(engine.key()).isPresent())
                .toList();
    }
}
