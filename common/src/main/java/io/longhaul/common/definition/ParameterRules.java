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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules for what may be chosen for a run. Parts that an earlier pass refused are left alone. */
final class ParameterRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

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
        if (!NAME.matcher(entry.key().value()).matches()) {
            findings.fault(
                    entry.key(),
                    "%s cannot be the name of a parameter".formatted(Sentence.quoted(entry.key())),
                    "write letters, digits and _, beginning with a letter");
        }
        if (entry.key().value().equals(Placeholder.STAGING)) {
            findings.fault(entry.key(), "'staging' is a table that Longhaul names", "give the parameter another name");
        }
        Optional<ParameterType> type = type(entry.value());
        if (type.isEmpty()) {
            return;
        }
        boolean valuesFit = valuesFit(entry, type.get());
        boolean boundsFit = Stream.of("atLeast", "atMost")
                .map(bound -> boundFits(entry.value(), bound, type.get()))
                .reduce(true, Boolean::logicalAnd);
        if (valuesFit && boundsFit) {
            entry.value().at("default").ifPresent(standard -> standardFits(entry, (Scalar) standard));
        }
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
            return false;
        }
        if (type != ParameterType.ENUM && values.isPresent()) {
            findings.fault(values.get(), "only an enum has values", "leave them out, or write type: enum");
            return false;
        }
        return true;
    }

    private boolean boundFits(Node parameter, String key, ParameterType type) {
        Optional<Node> bound = parameter.at(key).filter(node -> !findings.isFaulty(node));
        if (bound.isEmpty()) {
            return true;
        }
        if (!type.isOrdered()) {
            findings.fault(bound.get(), "a %s has no order".formatted(type.words()), "leave '%s' out".formatted(key));
            return false;
        }
        if (type.bound(MigrationMaker.written((Scalar) bound.get())).isEmpty()) {
            findings.fault(
                    bound.get(), "'%s' is no %s".formatted(key, type.words()), "write %s".formatted(type.example()));
            return false;
        }
        return true;
    }

    private void standardFits(Entry entry, Scalar standard) {
        if (findings.isFaulty(standard)) {
            return;
        }
        Parameter parameter = MigrationMaker.parameter(entry);
        if (standard.kind() != Node.Kind.TEXT && isText(parameter.type())) {
            findings.fault(
                    standard,
                    "the default of a %s is text".formatted(parameter.type().words()),
                    "write it in quotes");
        } else if (parameter.choose(MigrationMaker.written(standard)) instanceof Choice.Wrong wrong) {
            findings.fault(standard, "the default " + wrong.why(), "write a value that fits, or leave the default out");
        }
    }

    private static boolean isText(ParameterType type) {
        return List.of(ParameterType.STRING, ParameterType.ENUM, ParameterType.IDENTIFIER)
                .contains(type);
    }
}
