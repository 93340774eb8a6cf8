package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import java.util.List;
import java.util.Set;

/** The rules for one text of SQL. */
final class SqlRules {

    private static final Set<String> QUERIES = Set.of("SELECT", "WITH");

    /** Keeps the time to find their places small; nobody corrects more of them at a time. */
    private static final int MOST_PLACEHOLDERS = 50;

    private final Findings findings;
    private final Scalar scalar;
    private final SqlText sql;

    SqlRules(Scalar scalar, Findings findings) {
        this.findings = findings;
        this.scalar = scalar;
        this.sql = SqlText.of(scalar.value());
    }

    /** A query that stands on its own: no parameters, no staging table. */
    void isPlainQuery() {
        isQuery();
        for (Placeholder placeholder : placeholders()) {
            wrong(placeholder, "has no value here", "write the value itself into the query");
        }
    }

    /** A query that may have the parameters of an operation. */
    void isQuery(boolean forEach) {
        isQuery();
        hasParameters(forEach);
    }

    private void isQuery() {
        isOneStatement("write one query");
        if (!sql.isBlank() && !QUERIES.contains(sql.firstWord())) {
            String begins = sql.firstWord().isEmpty() ? "with no word" : "with " + sql.firstWord();
            findings.add(scalar.place(), "the query begins " + begins, "write one that begins with SELECT or WITH");
        }
    }

    /** A statement, of which there may be a list. */
    void isStatement(boolean forEach, boolean staging) {
        isOneStatement("write a list, one statement each");
        if (staging) {
            placeholders().stream().filter(Placeholder::isStaging).forEach(this::isStaging);
            parameters().forEach(placeholder -> isParameter(placeholder, forEach));
        } else {
            hasParameters(forEach);
        }
    }

    private void isOneStatement(String instead) {
        if (sql.isBlank()) {
            findings.add(scalar.place(), "there is nothing but a comment", "write one statement");
        }
        sql.unclosed().ifPresent(at -> {
            boolean comment = scalar.value().startsWith("/*", at);
            String begin = scalar.value().substring(at, at + (comment ? 2 : 1));
            findings.within(scalar, at, begin, "%s is never closed".formatted(begin), "close it");
        });
        sql.semicolon().ifPresent(at -> {
            if (sql.isSeveral()) {
                findings.within(scalar, at, ";", "a second statement follows this ';'", instead);
            } else {
                findings.within(scalar, at, ";", "the statement ends with ';'", "leave the ';' out");
            }
        });
    }

    private void hasParameters(boolean forEach) {
        for (Placeholder placeholder : placeholders()) {
            if (placeholder.isStaging()) {
                wrong(placeholder, "is known only in the statements of an operation", "write the name of a table");
            } else {
                isParameter(placeholder, forEach);
            }
        }
    }

    private void isStaging(Placeholder placeholder) {
        if (placeholder.type().isPresent()) {
            wrong(placeholder, "is a table, which has no type", "write {staging}");
        }
    }

    private void isParameter(Placeholder placeholder, boolean forEach) {
        String typed =
                "{%s:%s}".formatted(placeholder.name(), placeholder.type().orElse("String"));
        if (!forEach) {
            String column = "add a forEach whose query has a column " + placeholder.name();
            wrong(
                    placeholder,
                    "has no value, for the operation has no forEach",
                    placeholder.type().isPresent() ? column : "%s, and write %s".formatted(column, typed));
        } else if (placeholder.type().isEmpty()) {
            wrong(placeholder, "has no type", "write %s, or another type".formatted(typed));
        }
    }

    private void wrong(Placeholder placeholder, String wrong, String right) {
        String shown = Sentence.quoted(placeholder.text());
        findings.within(scalar, placeholder.at(), placeholder.text(), shown + " " + wrong, right);
    }

    private List<Placeholder> parameters() {
        return placeholders().stream()
                .filter(placeholder -> !placeholder.isStaging())
                .toList();
    }

    private List<Placeholder> placeholders() {
        return some(sql.placeholders());
    }

    static List<Placeholder> some(List<Placeholder> all) {
        return all.stream().limit(MOST_PLACEHOLDERS).toList();
    }
}
