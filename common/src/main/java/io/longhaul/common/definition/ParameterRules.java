package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.Parameter.Choice;
import io.longhaul.common.migration.ParameterType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules for what may be chosen for a run. Parts that an earlier pass refused are left alone. */
final class ParameterRules {

    /** Beside it, among the arguments of a task in Celery's shape, stand the parameters. */
    private static final String MIGRATION = "migration";

    private final Findings findings;

    ParameterRules(Findings findings) {
        this.findings = findings;
    }

    /** The names that have a value, whatever is wrong with their rules. */
    static Set<String> names(Node root) {
        return entries(root).map(entry -> entry.key().value()).collect(Collectors.toSet());
    }

    void look(Node root) {
        entries(root).forEach(this::look);
    }

    static Stream<Entry> entries(Node root) {
        return root.at("parameters")
                .filter(Mapping.class::isInstance)
                .map(parameters -> ((Mapping) parameters).entries().stream())
                .orElse(Stream.of());
    }

    private void look(Entry entry) {
        boolean nameFits = nameFits(entry.key());
        Optional<ParameterType> type = type(entry.value());
        if (type.isEmpty()) {
            return;
        }
        boolean valuesFit = valuesFit(entry, type.get());
        boolean boundsFit = boundsFit(entry.value(), type.get());
        if (nameFits && valuesFit && boundsFit) {
            entry.value().at("default").ifPresent(standard -> standardFits(entry, (Scalar) standard));
        }
    }

    private boolean nameFits(Scalar name) {
        if (!Parameter.isName(name.value())) {
            findings.fault(
                    name,
                    "%s cannot be the name of a parameter".formatted(Sentence.quoted(name)),
                    "write letters, digits and _, beginning with a letter");
        } else if (name.value().equals(Placeholder.STAGING)) {
            findings.fault(name, "'staging' is a table that Longhaul names", "give the parameter another name");
        } else if (name.value().equals(MIGRATION)) {
            findings.fault(
                    name,
                    "'migration' is what a run's task in Redis calls its migration",
                    "give the parameter another name");
        }
        return !findings.isFaulty(name);
    }

    private Optional<ParameterType> type(Node parameter) {
        return parameter
                .at("type")
                .filter(type -> !findings.isFaulty(type))
                .flatMap(Node::text)
                .map(type -> MigrationMaker.parameterType(type.value()));
    }

    private boolean valuesFit(Entry entry, ParameterType type) {
        Optional<Node> values = entry.value().at("values");
        if (type == ParameterType.ENUM && values.isEmpty()) {
            findings.fault(entry.key(), "an enum has values", "add values, a list of texts");
        } else if (type != ParameterType.ENUM && values.isPresent()) {
            findings.fault(values.get(), "only an enum has values", "leave them out, or write type: enum");
        } else {
            return values.stream()
                    .flatMap(list -> Stream.concat(Stream.of(list), list.items().stream()))
                    .noneMatch(findings::isFaulty);
        }
        return false;
    }

    private boolean boundsFit(Node parameter, ParameterType type) {
        boolean leastFits = boundFits(parameter, "atLeast", type);
        boolean each = boundFits(parameter, "atMost", type) && leastFits;
        Optional<Node> most = parameter.at("atMost");
        Optional<String> least = parameter.at("atLeast").filter(bound -> each).map(ParameterRules::written);
        if (most.isPresent()
                && least.filter(bound -> type.compare(written(most.get()), bound) < 0)
                        .isPresent()) {
            findings.fault(most.get(), "'atMost' is below 'atLeast'", "write at least " + least.get());
            return false;
        }
        return each;
    }

    private boolean boundFits(Node parameter, String key, ParameterType type) {
        Optional<Node> bound = parameter.at(key);
        if (bound.isEmpty()) {
            return true;
        }
        if (findings.isFaulty(bound.get())) {
            return false;
        }
        if (!type.isOrdered()) {
            findings.fault(bound.get(), "%s has no order".formatted(a(type)), "leave '%s' out".formatted(key));
            return false;
        }
        if (type.bound(written(bound.get())).isEmpty()) {
            findings.fault(bound.get(), "'%s' is no %s".formatted(key, type.words()), "write " + type.example());
            return false;
        }
        return true;
    }

    private void standardFits(Entry entry, Scalar standard) {
        if (findings.isFaulty(standard)) {
            return;
        }
        Parameter parameter = MigrationMaker.parameterWithoutDefault(entry);
        if (standard.kind() != Node.Kind.TEXT && isText(parameter.type())) {
            findings.fault(
                    standard,
                    "the default of %s is text".formatted(a(parameter.type())),
                    "write it in quotes: " + Sentence.yaml(standard.value()));
        } else if (parameter.choose(written(standard)) instanceof Choice.Wrong wrong) {
            findings.fault(standard, "the default " + wrong.why(), wrong.right() + ", or leave the default out");
        }
    }

    private static String written(Node value) {
        return MigrationMaker.written((Scalar) value);
    }

    private static String a(ParameterType type) {
        return ("aei".indexOf(type.words().charAt(0)) < 0 ? "a " : "an ") + type.words();
    }

    private static boolean isText(ParameterType type) {
        return List.of(ParameterType.STRING, ParameterType.ENUM, ParameterType.IDENTIFIER)
                .contains(type);
    }
}
