package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules for the columns of a {@code rebuildTable}. For one rebuild. */
final class ColumnRules {

    private final Findings findings;
    private final ExpressionRules expressions;
    private final Map<String, List<String>> keys;
    private final Map<String, Integer> lines = new HashMap<>();

    /** {@code keys} are the parts of those that are right, by what they are called in the definition. */
    ColumnRules(Findings findings, Map<String, List<String>> keys) {
        this.findings = findings;
        this.expressions = new ExpressionRules(findings);
        this.keys = keys;
    }

    void look(Node columns) {
        for (String change : List.of("add", "modify")) {
            for (Entry entry : columns.at(change).map(RebuildRules::entries).orElse(List.of())) {
                isAColumn(entry.key());
                entry.value().text().ifPresent(expressions::fits);
            }
        }
        for (Scalar dropped : columns.at("drop").map(Node::texts).orElse(List.of())) {
            if (!findings.isFaulty(dropped) && isAColumn(dropped)) {
                isInNoKey(dropped);
            }
        }
    }

    private boolean isAColumn(Scalar column) {
        String name = column.value().strip();
        if (name.isEmpty() || name.matches("(?s).*[`\"'{}()\\s].*")) {
            findings.fault(
                    column,
                    "%s cannot be the name of a column".formatted(Sentence.quoted(column)),
                    "write it as it is, without quotes; between [ ] or { } put quotes around text that has a ',' in it");
            return false;
        }
        Integer line = lines.putIfAbsent(name, column.place().line());
        if (line != null) {
            findings.fault(
                    column,
                    "the column %s is changed in line %d already".formatted(Sentence.quoted(name), line),
                    "write each column once");
        }
        return line == null;
    }

    private void isInNoKey(Scalar dropped) {
        String name = dropped.value().strip();
        Pattern word = Pattern.compile("(?<![\\w.])`?%s`?(?![\\w(])".formatted(Pattern.quote(name)));
        RebuildRules.KEYS.stream()
                .filter(key -> keys.getOrDefault(key, List.of()).stream()
                        .anyMatch(part -> word.matcher(part).find()))
                .findFirst()
                .ifPresent(key -> findings.fault(
                        dropped,
                        "the column %s is dropped, and '%s' needs it".formatted(Sentence.quoted(name), key),
                        "leave it out of one of them"));
    }
}
