package io.longhaul.common.definition;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.sql.KeyText;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.MergeTreeFamily;
import io.longhaul.common.words.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for a {@code rebuildTable}. Parts of it that an earlier pass refused are left alone. */
final class RebuildRules {

    static final String KEY = "rebuildTable";

    private static final String KEEP = "keepOldTable";

    /** What can be different about a table. */
    static final List<String> CHANGES =
            List.of("orderBy", "primaryKey", "partitionBy", "engine", "settings", "columns");

    /** What only operations of SQL have, and what is right instead. */
    private static final Map<String, String> BESIDE = Map.of(
            "name",
            "a rebuild is called by its table; leave it out",
            "clickhouse",
            "make two operations of it",
            "postgres",
            "make two operations of it",
            "forEach",
            "write an operation for each table",
            "rollback",
            "a rebuild knows how to take itself back; leave it out",
            "done",
            "a rebuild proves by the data what it has done; leave it out",
            "onCrash",
            "a rebuild always goes on from its last chunk; leave it out",
            "irreversible",
            "a rebuild can be taken back as long as its table is not exchanged, and keeps the old one; leave it out",
            "timeout",
            "a rebuild may take as long as it needs, and can be paused; leave it out",
            "retry",
            "a rebuild is tried as often as the setting max-attempts says; leave it out");

    static final List<String> KEYS = List.of("orderBy", "primaryKey", "partitionBy");
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Pattern NAME = Pattern.compile("[^.`\"'{}\\s]+");
    private static final Pattern SETTING = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern WORD = Pattern.compile("\\w+");

    private final Node operation;
    private final Findings findings;
    private final ExpressionRules expressions;

    RebuildRules(Node operation, Findings findings) {
        this.operation = operation;
        this.findings = findings;
        this.expressions = new ExpressionRules(findings);
    }

    /** Whether an operation is one. */
    static boolean isOne(Node operation) {
        return operation.at(KEY).isPresent();
    }

    /** What belongs to a rebuild in an operation that is none. */
    static void areElsewhere(Node operation, Findings findings) {
        if (isMisspelt(operation)) {
            return;
        }
        List<String> all = new ArrayList<>(CHANGES);
        all.add(KEEP);
        for (String key : all) {
            entry(operation, key)
                    .ifPresent(entry -> findings.add(
                            entry.key().place(),
                            "'%s' belongs to a rebuildTable".formatted(key),
                            Engines.of(operation).isPresent()
                                    ? "make an operation of its own with rebuildTable"
                                    : "add rebuildTable: \"events\", the name of the table"));
        }
    }

    /** Then that is the one mistake. */
    private static boolean isMisspelt(Node operation) {
        return entries(operation).stream()
                .map(entry -> entry.key().value())
                .filter(key -> !key.equals(KEEP) && !CHANGES.contains(key) && !BESIDE.containsKey(key))
                .anyMatch(key -> Spelling.nearest(key, List.of(KEY)).isPresent());
    }

    /** Whether it was meant to be one, though nothing says of which table. */
    static boolean hasPartsOfOne(Node operation) {
        return CHANGES.stream().anyMatch(key -> operation.at(key).isPresent())
                || operation.at(KEEP).isPresent();
    }

    void look() {
        operation.at(KEY).flatMap(Node::text).filter(this::isSound).ifPresent(this::isATable);
        isAlone();
        changesSomething();
        Map<String, List<String>> keys = new HashMap<>();
        KEYS.forEach(key -> operation.at(key).flatMap(this::key).ifPresent(parts -> keys.put(key, parts)));
        primaryKeyIsABeginning(keys);
        operation.at("engine").flatMap(Node::text).filter(expressions::fits).ifPresent(this::isAnEngine);
        operation.at("settings").ifPresent(this::settings);
        operation.at("columns").ifPresent(columns -> new ColumnRules(findings, keys).look(columns));
        operation.at(KEEP).flatMap(Node::text).filter(this::isSound).ifPresent(this::isInDays);
    }

    private void isATable(Scalar table) {
        String name = table.value().strip();
        if (NAME.matcher(name).matches()) {
            return;
        }
        String last = name.substring(name.lastIndexOf('.') + 1).replaceAll("[`\"']", "");
        if (name.indexOf('{') >= 0) {
            findings.fault(
                    table,
                    "'rebuildTable' is %s, and nothing is filled into it".formatted(Sentence.quoted(name)),
                    "write the name of the table itself");
        } else if (name.indexOf('.') > 0 && NAME.matcher(last).matches()) {
            findings.fault(
                    table,
                    "'rebuildTable' is %s, with a database in it".formatted(Sentence.quoted(name)),
                    "write %s: it is looked for in the database of the connection".formatted(last));
        } else {
            findings.fault(
                    table,
                    "'rebuildTable' is %s".formatted(Sentence.quoted(name)),
                    "write the name of a table as it is, without quotes, such as events");
        }
    }

    /** What operations of SQL have, a rebuild does by itself. */
    private void isAlone() {
        BESIDE.forEach((key, right) -> entry(operation, key)
                .ifPresent(entry ->
                        findings.add(entry.key().place(), "'%s' stands beside rebuildTable".formatted(key), right)));
    }

    private void changesSomething() {
        boolean nothing = CHANGES.stream().noneMatch(key -> operation.at(key).isPresent());
        if (nothing && !findings.isFaulty(operation)) {
            operation
                    .at(KEY)
                    .filter(this::isSound)
                    .ifPresent(table -> findings.fault(
                            table, "the rebuild changes nothing", "add at least one of " + String.join(", ", CHANGES)));
        }
    }

    /** Its parts, where all of them are right. */
    private Optional<List<String>> key(Node key) {
        if (findings.isFaulty(key)) {
            return Optional.empty();
        }
        boolean fit = true;
        for (Scalar part : key.texts()) {
            boolean fits = expressions.fits(part);
            if (fits && key.text().isEmpty() && KeyText.isSeveral(part.value())) {
                findings.fault(
                        part,
                        "%s holds several expressions".formatted(Sentence.quoted(part)),
                        "write each as an item of its own");
                fits = false;
            }
            fit &= fits;
        }
        boolean allText = key.items().stream().allMatch(item -> item.text().isPresent());
        return fit && allText ? Optional.of(parts(key)) : Optional.empty();
    }

    /** Of one text, or of a list of them. */
    static List<String> parts(Node key) {
        return key.text()
                .map(text -> KeyText.parts(text.value()))
                .orElseGet(() -> key.items().stream()
                        .flatMap(item -> item.text().stream())
                        .map(item -> item.value().strip())
                        .toList());
    }

    private void primaryKeyIsABeginning(Map<String, List<String>> keys) {
        List<String> primary = normal(keys.getOrDefault("primaryKey", List.of()));
        List<String> sorting = normal(keys.getOrDefault("orderBy", List.of()));
        boolean known = keys.containsKey("primaryKey") && keys.containsKey("orderBy");
        boolean begins = primary.size() <= sorting.size()
                && sorting.subList(0, primary.size()).equals(primary);
        if (known && !begins) {
            operation
                    .at("primaryKey")
                    .ifPresent(key -> findings.fault(
                            key,
                            "'primaryKey' is not the beginning of 'orderBy'",
                            sorting.isEmpty()
                                    ? "leave it out"
                                    : "write the first of %s, in that order, or leave it out"
                                            .formatted(String.join(", ", keys.getOrDefault("orderBy", List.of())))));
        }
    }

    private static List<String> normal(List<String> parts) {
        return parts.stream().map(KeyText::normal).toList();
    }

    private void isAnEngine(Scalar engine) {
        String text = engine.value().strip();
        String name = MergeTreeFamily.name(text);
        String family = "write one of " + String.join(", ", MergeTreeFamily.NAMES);
        String outside = SqlText.of(text).outside().strip();
        if (name.startsWith("Replicated") || name.startsWith("Shared")) {
            findings.fault(
                    engine,
                    "'engine' is %s, and only tables of one server can be rebuilt so far"
                            .formatted(Sentence.quoted(text)),
                    family);
        } else if (MergeTreeFamily.has(outside.split("\\s", 2)[0])
                && !WORD.matcher(outside).matches()) {
            findings.fault(
                    engine,
                    "'engine' is %s, with more than arguments behind it".formatted(Sentence.quoted(text)),
                    "write keys and settings as orderBy, partitionBy, primaryKey and settings");
        } else if (!MergeTreeFamily.has(text)) {
            findings.fault(
                    engine,
                    "'engine' is %s, which is not of the MergeTree family".formatted(Sentence.quoted(text)),
                    Spelling.nearest(name, MergeTreeFamily.NAMES)
                            .map("did you mean %s?"::formatted)
                            .orElse(family));
        }
    }

    private void settings(Node settings) {
        for (Entry entry : entries(settings)) {
            if (!SETTING.matcher(entry.key().value()).matches()) {
                findings.fault(
                        entry.key(),
                        "%s cannot be the name of a setting".formatted(Sentence.quoted(entry.key())),
                        "write one of system.merge_tree_settings, such as index_granularity");
            }
            if (entry.value() instanceof Scalar value
                    && value.kind() == Node.Kind.NUMBER
                    && value.number().isEmpty()
                    && isSound(value)) {
                findings.fault(
                        value,
                        "%s is %s".formatted(Sentence.quoted(entry.key()), value.value()),
                        "write a plain decimal number, or text in quotes");
            }
        }
    }

    private void isInDays(Scalar span) {
        Duration kept = Durations.parse(span.value());
        if (kept.toMillis() % Duration.ofDays(1).toMillis() != 0 || kept.compareTo(LONGEST) > 0) {
            findings.fault(
                    span,
                    "'keepOldTable' is %s".formatted(Sentence.quoted(span)),
                    "write whole days, such as 14d, at most %dd, or 0d to drop the old table at once"
                            .formatted(LONGEST.toDays()));
        }
    }

    private boolean isSound(Node node) {
        return !findings.isFaulty(node);
    }

    private static Optional<Entry> entry(Node operation, String key) {
        return operation instanceof Mapping mapping ? mapping.entry(key) : Optional.empty();
    }

    static List<Entry> entries(Node node) {
        return node instanceof Mapping mapping ? mapping.entries() : List.of();
    }
}
