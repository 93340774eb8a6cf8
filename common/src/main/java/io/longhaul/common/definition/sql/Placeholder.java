package io.longhaul.common.definition.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A {@code {name:Type}} or {@code {name}}.
 *
 * @param name before the colon
 * @param type after the colon; empty where there is none
 * @param at where it begins, counted in characters of the text
 * @param text as it was written
 */
public record Placeholder(String name, Optional<String> type, int at, String text) {

    /** The one name that is no parameter: {@code {staging}} is a table that Longhaul names. */
    public static final String STAGING = "staging";

    private static final String IDENTIFIER = "identifier";

    private static final Pattern SHAPE = Pattern.compile("\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*(?::([^{}]*))?}");

    /** All that are in a text, whatever else it is. */
    public static List<Placeholder> in(String text) {
        return SHAPE.matcher(text).results().map(Placeholder::of).toList();
    }

    private static Placeholder of(MatchResult found) {
        Optional<String> type = Optional.ofNullable(found.group(2)).map(String::strip);
        return new Placeholder(found.group(1), type.filter(words -> !words.isEmpty()), found.start(), found.group());
    }

    public boolean isStaging() {
        return name.equals(STAGING);
    }

    /** Whether its value is the name of something, which becomes a part of the statement's text. */
    public boolean isIdentifier() {
        return type.filter(IDENTIFIER::equalsIgnoreCase).isPresent();
    }
}
