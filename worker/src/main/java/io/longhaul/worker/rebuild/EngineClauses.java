package io.longhaul.worker.rebuild;

import io.longhaul.common.definition.sql.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What follows {@code ENGINE =} in the definition of a table of the MergeTree family.
 *
 * @param engine with its arguments
 * @param settings by name, values as they are written
 */
record EngineClauses(
        String engine,
        Optional<String> partitionBy,
        Optional<String> primaryKey,
        Optional<String> orderBy,
        Optional<String> sampleBy,
        Optional<String> ttl,
        Map<String, String> settings) {

    private static final Pattern CLAUSE =
            Pattern.compile("\\b(PARTITION BY|PRIMARY KEY|ORDER BY|SAMPLE BY|TTL|SETTINGS)\\b");

    EngineClauses {
        settings = new LinkedHashMap<>(settings);
    }

    /** Reads {@code system.tables.engine_full}, where the clauses stand in capitals and outside of parentheses. */
    static EngineClauses read(String text) {
        List<MatchResult> clauses =
                CLAUSE.matcher(SqlText.of(text).outside()).results().toList();
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < clauses.size(); i++) {
            int to = i + 1 < clauses.size() ? clauses.get(i + 1).start() : text.length();
            byName.put(
                    clauses.get(i).group(),
                    text.substring(clauses.get(i).end(), to).strip());
        }
        int end = clauses.isEmpty() ? text.length() : clauses.get(0).start();
        return new EngineClauses(
                text.substring(0, end).strip(),
                Optional.ofNullable(byName.get("PARTITION BY")),
                Optional.ofNullable(byName.get("PRIMARY KEY")),
                Optional.ofNullable(byName.get("ORDER BY")),
                Optional.ofNullable(byName.get("SAMPLE BY")),
                Optional.ofNullable(byName.get("TTL")),
                settings(byName.getOrDefault("SETTINGS", "")));
    }

    private static Map<String, String> settings(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : atCommas(text)) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                settings.put(
                        setting.substring(0, equals).strip(),
                        setting.substring(equals + 1).strip());
            }
        }
        return settings;
    }

    /** Without {@code tuple( … )} or the parentheses around it all. */
    static String inner(String key) {
        String text = key.strip();
        if (text.startsWith("tuple(")) {
            text = text.substring("tuple".length());
        }
        if (!text.startsWith("(") || !text.endsWith(")")) {
            return key.strip();
        }
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            depth += text.charAt(at) == '(' ? 1 : 0;
            depth -= text.charAt(at) == ')' ? 1 : 0;
            if (depth == 0 && at < text.length() - 1) {
                return key.strip();
            }
        }
        return text.substring(1, text.length() - 1).strip();
    }

    /** The elements of a key, as {@code system.tables} has it. */
    static List<String> elements(String key) {
        return atCommas(inner(key)).stream()
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static List<String> atCommas(String text) {
        String outside = SqlText.of(text).outside();
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= outside.length(); at++) {
            if (at == outside.length() || outside.charAt(at) == ',') {
                pieces.add(text.substring(from, at));
                from = at + 1;
            }
        }
        return pieces;
    }

    /** The engine's name, without its arguments. */
    String engineName() {
        int parenthesis = engine.indexOf('(');
        return (parenthesis < 0 ? engine : engine.substring(0, parenthesis)).strip();
    }

    EngineClauses withSettings(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return withOnly(all);
    }

    /** With these settings and no others. */
    EngineClauses withOnly(Map<String, String> all) {
        return new EngineClauses(engine, partitionBy, primaryKey, orderBy, sampleBy, ttl, all);
    }

    /** As it follows {@code ENGINE =}. */
    String text() {
        StringBuilder text = new StringBuilder(engine);
        partitionBy.ifPresent(key -> text.append(" PARTITION BY ").append(key));
        primaryKey.ifPresent(key -> text.append(" PRIMARY KEY ").append(key));
        orderBy.ifPresent(key -> text.append(" ORDER BY ").append(key));
        sampleBy.ifPresent(key -> text.append(" SAMPLE BY ").append(key));
        ttl.ifPresent(rule -> text.append(" TTL ").append(rule));
        if (!settings.isEmpty()) {
            text.append(" SETTINGS ")
                    .append(String.join(
                            ", ",
                            settings.entrySet().stream()
                                    .map(setting -> setting.getKey() + " = " + setting.getValue())
                                    .toList()));
        }
        return text.toString();
    }
}
