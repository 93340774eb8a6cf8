package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a tree against the rules that a schema cannot say. */
final class MeaningPass {

    /** What a check may look at. */
    private static final List<String> KINDS = List.of("freeDisk", "rowCount", "clickhouse", "postgres");

    private final String id;
    private final Node root;
    private final Findings findings;
    private final Scope scope;

    private MeaningPass(String id, Node root, Findings findings) {
        this.id = id;
        this.root = root;
        this.findings = findings;
        this.scope = new Scope(ParameterRules.names(root), false);
    }

    static void look(String id, Node root, Findings findings) {
        new MeaningPass(id, root, findings).look();
    }

    private void look() {
        root.at("versions").ifPresent(this::versions);
        comesAfterOthers();
        root.at("services")
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .ifPresent(services -> services.entries().forEach(this::service));
        new ParameterRules(findings).look(root);
        // Whether there is anything to do is a fact of the installation, whatever somebody chooses for a run.
        root.at("required").ifPresent(query -> query(query, "required", Scope.NONE));
        root.at("progress").ifPresent(query -> query(query, "progress", scope));
        for (String checks : List.of("prechecks", "healthchecks", "postchecks")) {
            list(checks).forEach(this::check);
        }
        list("healthchecks").forEach(check -> new DurationRules(findings).look(check, "every", "timeout"));
        list("operations").forEach(operation -> new OperationRules(operation, scope, findings).look());
        operationsHaveNamesOfTheirOwn();
    }

    private List<Node> list(String key) {
        return root.at(key).map(Node::items).orElse(List.of());
    }

    private void versions(Node range) {
        Optional<Version> from = version(range, "from");
        Optional<Version> through = version(range, "through");
        if (from.isPresent() && through.isPresent() && from.get().compareTo(through.get()) > 0) {
            range.at("through")
                    .ifPresent(end -> findings.fault(
                            end,
                            "'through' is %s, below 'from', which is %s"
                                    .formatted(
                                            Sentence.quoted(through.get().text()),
                                            Sentence.quoted(from.get().text())),
                            "write a version of at least %s, or leave one of them out".formatted(from.get())));
        }
    }

    private Optional<Version> version(Node range, String end) {
        return range.at(end)
                .flatMap(Node::text)
                .filter(version -> !findings.isFaulty(version))
                .map(version -> version.value().strip())
                .filter(Version::isValid)
                .map(Version::new);
    }

    private void comesAfterOthers() {
        Map<String, Integer> lines = new HashMap<>();
        for (Node item : list("after")) {
            item.text().filter(other -> !findings.isFaulty(other)).ifPresent(other -> {
                String name = other.value().strip();
                Integer line = lines.putIfAbsent(name, other.place().line());
                if (name.equals(id)) {
                    findings.fault(other, "the migration comes after itself", "leave it out");
                } else if (line != null) {
                    findings.fault(
                            other,
                            "%s stands in line %d already".formatted(Sentence.quoted(name), line),
                            "leave it out");
                }
            });
        }
    }

    private void service(Entry entry) {
        if (entry.value() instanceof Mapping) {
            query(entry.value(), Sentence.quoted(entry.key()), Scope.NONE);
        }
    }

    private void query(Node holder, String what, Scope names) {
        Engines.look(holder, what, findings);
        Engines.texts(holder)
                .flatMap(Node::text)
                .filter(sql -> !findings.isFaulty(sql))
                .ifPresent(sql -> new SqlRules(sql, Engines.of(holder).orElseThrow(), names, findings).isPlainQuery());
    }

    private void check(Node check) {
        List<String> kinds =
                KINDS.stream().filter(kind -> check.at(kind).isPresent()).toList();
        boolean ownSql = kinds.stream().allMatch(kind -> kind.equals("clickhouse") || kind.equals("postgres"));
        if (!ownSql && kinds.size() > 1 && !findings.isFaulty(check)) {
            check.at(kinds.get(1))
                    .ifPresent(second -> findings.fault(
                            second, "the check is %s already".formatted(kinds.get(0)), "make two checks of it"));
        }
        if (!ownSql && !findings.isFaulty(check)) {
            check.at("message")
                    .filter(message -> kinds.size() == 1)
                    .ifPresent(message -> findings.fault(message, "only a query has a message", "leave it out"));
        }
        if (check.at("freeDisk").isPresent()) {
            size(check);
        } else if (check.at("rowCount").isPresent()) {
            check.at("rowCount").ifPresent(count -> {
                Engines.look(count, "rowCount", findings);
                isBounded(count);
            });
        } else if (kinds.isEmpty() && check instanceof Mapping && !findings.isFaulty(check)) {
            findings.fault(check, "the check looks at nothing", "write one of " + String.join(", ", KINDS));
        } else {
            query(check, "the check", scope);
        }
    }

    private void isBounded(Node count) {
        Optional<Long> least = MigrationMaker.count(count, "atLeast");
        Optional<Long> most = MigrationMaker.count(count, "atMost");
        if (least.isPresent() && most.isPresent() && least.get() > most.get()) {
            count.at("atMost")
                    .filter(bound -> !findings.isFaulty(bound))
                    .ifPresent(bound -> findings.fault(
                            bound,
                            "'atMost' is below 'atLeast'",
                            "write a number of at least %d".formatted(least.get())));
        }
        boolean unbounded = count.at("atLeast").isEmpty() && count.at("atMost").isEmpty();
        if (unbounded && count instanceof Mapping && !findings.isFaulty(count)) {
            findings.fault(count, "rowCount has neither atLeast nor atMost", "write one of them, or both");
        }
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
            Optional<Scalar> statement = Engines.texts(operation)
                    .flatMap(texts -> texts.texts().stream().findFirst());
            named.or(() -> statement).ifPresent(scalar -> {
                String name = named.isPresent()
                        ? scalar.value().strip()
                        : OperationName.of(Engines.of(operation).orElseThrow(), scalar.value());
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
