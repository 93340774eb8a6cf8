package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.KeyText;
import io.longhaul.common.definition.sql.SqlText;

/** The rules for a piece of SQL that becomes a part of a statement of Longhaul's own: it must end where it ends. */
final class ExpressionRules {

    private final Findings findings;

    ExpressionRules(Findings findings) {
        this.findings = findings;
    }

    /** Whether it may stand in a statement; says why not. */
    boolean fits(Scalar text) {
        if (findings.isFaulty(text)) {
            return false;
        }
        String value = text.value();
        SqlText sql = SqlText.of(value);
        if (sql.unclosed().isPresent()) {
            wrong(text, sql.unclosed().getAsInt(), "is never closed", "close it");
        } else if (sql.semicolon().isPresent()) {
            wrong(text, sql.semicolon().getAsInt(), "ends a statement, and this is a part of one", "leave it out");
        } else if (sql.hasComment()) {
            findings.fault(text, "there is a comment inside of SQL", "write it in YAML, after a '#'");
        } else if (!sql.placeholders().isEmpty()) {
            int at = sql.placeholders().get(0).at();
            findings.within(
                    text,
                    at,
                    sql.placeholders().get(0).text(),
                    "%s has no value here: nothing is filled into a rebuild"
                            .formatted(Sentence.quoted(sql.placeholders().get(0).text())),
                    "write what is meant itself");
        } else if (KeyText.unbalanced(value).isPresent()) {
            int at = KeyText.unbalanced(value).getAsInt();
            boolean opens = "([".indexOf(value.charAt(at)) >= 0;
            wrong(
                    text,
                    at,
                    opens ? "is never closed" : "closes nothing",
                    "between [ ] or { } put quotes around text that has a ',' in it");
        } else {
            return true;
        }
        return false;
    }

    private void wrong(Scalar text, int at, String wrong, String right) {
        String character = text.value().substring(at, at + 1);
        findings.within(text, at, character, "%s %s".formatted(Sentence.quoted(character), wrong), right);
    }
}
