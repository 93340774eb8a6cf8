package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.Placeholder;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.words.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules for one text of SQL. */
final class SqlRules {

    private static final Set<String> QUERIES = Set.of("SELECT", "WITH");

    /** Keeps the time to find their places small; nobody corrects more of them at a time. */
    private static final int MOST_PLACEHOLDERS = 50;

    private final Findings findings;
    private final Scalar scalar;
    private final Engine engine;
    private final Scope scope;
    private final SqlText sql;

    SqlRules(Scalar scalar, Engine engine, Scope scope, Findings findings) {
        this.engine = engine;
        this.scope = scope;
        this.findings = findings;
        this.scalar = scalar;
        this.sql = SqlText.of(engine, scalar.value());
    }

    /** A query outside of any operation: parameters of the migration at most, no staging table. */
    void isPlainQuery() {
        beginsAsQuery();
        for (Placeholder placeholder : placeholders()) {
            if (!scope.parameters().contains(placeholder.name())) {
                String value = "write the value itself into the query";
                wrong(
                        placeholder,
                        "has no value here",
                        scope.parameters().isEmpty()
                                ? value
                                : meant(placeholder).orElse("declare it under parameters, or " + value));
            } else if (placeholder.type().isEmpty()) {
                hasNoType(placeholder);
            }
        }
    }

    /** A query that may have the parameters of an operation. */
    void isQuery() {
        beginsAsQuery();
        hasParameters();
    }

    private void beginsAsQuery() {
        isOneStatement("write one query");
        if (!sql.isBlank() && !QUERIES.contains(sql.firstWord())) {
            String begins = sql.firstWord().isEmpty() ? "with no word" : "with " + sql.firstWord();
            findings.add(scalar.place(), "the query begins " + begins, "write one that begins with SELECT or WITH");
        }
    }

    /** A statement, of which there may be a list. */
    void isStatement(boolean staging) {
        isOneStatement("write a list, one statement each");
        if (sql.controlsTransactions()) {
            findings.add(
                    scalar.place(),
                    sql.firstWord() + " belongs to the transaction that Longhaul makes of each statement",
                    "leave it out");
        }
        if (staging && engine == Engine.CLICKHOUSE) {
            placeholders().stream().filter(Placeholder::isStaging).forEach(this::isStaging);
            parameters().forEach(this::isParameter);
        } else {
            hasParameters();
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

    private void hasParameters() {
        for (Placeholder placeholder : placeholders()) {
            if (placeholder.isStaging()) {
                wrong(
                        placeholder,
                        "is known only in the statements of an operation on ClickHouse",
                        "write the name of a table");
            } else {
                isParameter(placeholder);
            }
        }
    }

    private void isStaging(Placeholder placeholder) {
        if (placeholder.type().isPresent()) {
            wrong(placeholder, "is a table, which has no type", "write {staging}");
        }
    }

    private void isParameter(Placeholder placeholder) {
        boolean known = scope.forEach() || scope.parameters().contains(placeholder.name());
        if (!known) {
            String source = meant(placeholder)
                    .orElse("declare it under parameters, or add a forEach whose query has a column "
                            + placeholder.name());
            wrong(
                    placeholder,
                    "has no value: it is no parameter, and the operation has no forEach",
                    placeholder.type().isPresent() ? source : "%s, and write %s".formatted(source, typed(placeholder)));
        } else if (placeholder.type().isEmpty()) {
            hasNoType(placeholder);
        } else if (!placeholder.isIdentifier() && !sql.bindsValues()) {
            wrong(
                    placeholder,
                    "is a value, and PostgreSQL takes none in %s".formatted(sql.firstWord()),
                    "write the value itself, or {%s:identifier} where it is a name".formatted(placeholder.name()));
        }
    }

    private Optional<String> meant(Placeholder placeholder) {
        return Spelling.nearest(placeholder.name(), scope.parameters()).map("did you mean {%s:…}?"::formatted);
    }

    private void hasNoType(Placeholder placeholder) {
        wrong(placeholder, "has no type", "write %s, or another type".formatted(typed(placeholder)));
    }

    private String typed(Placeholder placeholder) {
        String usual = engine == Engine.CLICKHOUSE ? "String" : "text";
        return "{%s:%s}".formatted(placeholder.name(), placeholder.type().orElse(usual));
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
