package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a tree against the rules that a schema cannot say. */
final class MeaningPass {

    private final Node root;
    private final Findings findings;

    private MeaningPass(Node root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    static void look(Node root, Findings findings) {
        new MeaningPass(root, findings).look();
    }

    private void look() {
        root.at("required").ifPresent(this::query);
        list("prechecks").forEach(this::query);
        list("prechecks").forEach(this::size);
        list("operations").forEach(operation -> new OperationRules(operation, findings).look());
        operationsHaveNamesOfTheirOwn();
    }

    private List<Node> list(String key) {
        return root.at(key).map(Node::items).orElse(List.of());
    }

    private void query(Node check) {
        check.at("clickhouse")
                .flatMap(Node::text)
                .filter(sql -> !findings.isFaulty(sql))
                .ifPresent(sql -> new SqlRules(sql, findings).isPlainQuery());
    }

    private void size(Node check) {
        check.at("freeDisk")
                .flatMap(disk -> disk.at("atLeast"))
                .filter(size -> !findings.isFaulty(size))
                .filter(size -> size instanceof Scalar scalar
                        && ByteSize.parse(scalar.value()).isEmpty())
                .ifPresent(size -> findings.fault(
                        size,
                        "'atLeast' is %s".formatted(Sentence.quoted((Scalar) size)),
                        "write a size above 0 and below 8192 PiB, such as 10 GiB"));
    }

    /** A plan knows by the name which of its statements belong together. */
    private void operationsHaveNamesOfTheirOwn() {
        Map<String, Integer> lines = new HashMap<>();
        for (Node operation : list("operations")) {
            Optional<Scalar> named = operation.at("name").flatMap(Node::text);
            Optional<Scalar> statement = operation
                    .at("clickhouse")
                    .flatMap(clickhouse -> clickhouse.texts().stream().findFirst());
            named.or(() -> statement).ifPresent(scalar -> {
                String name = named.isPresent() ? scalar.value().strip() : OperationName.of(scalar.value());
                Integer line = lines.putIfAbsent(name, scalar.place().line());
                if (line != null && !name.isEmpty()) {
                    findings.add(
                            scalar.place(),
                            "the operation in line %d is called %s too".formatted(line, Sentence.quoted(name)),
                            "give each operation a name of its own");
                }
            });
        }
    }
}
