package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Entry;
import io.longhaul.common.definition.Node.Kind;
import io.longhaul.common.definition.Node.Mapping;
import io.longhaul.common.definition.Node.Scalar;
import io.longhaul.common.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Makes a tree of a file's YAML, from the parser's events: they alone know the place of a key, the text of a number as
 * it was written, every duplicate, and an alias before it is expanded.
 */
final class TreeReader {

    /** Far above what a definition needs, and far below what would make the passes over the tree slow. */
    private static final int MOST_VALUES = 10_000;

    private static final int DEEPEST = 32;

    private final Findings findings;
    private final YamlEvents events;
    private int values;

    private TreeReader(Source source, Findings findings) {
        this.findings = findings;
        this.events = new YamlEvents(source.text());
    }

    /** The tree; empty, with the reason among the findings, when there is none. */
    static Optional<Node> read(Source source, Findings findings) {
        try {
            return new TreeReader(source, findings).document();
        } catch (TooMuch e) {
            findings.add(e.place, e.wrong, "a definition is far smaller than that");
        } catch (RuntimeException e) {
            // Not only the parser's own: it has let others out, and one file must not keep the rest from being read.
            SyntaxProblem.of(e).addTo(findings);
        }
        return Optional.empty();
    }

    private Optional<Node> document() {
        events.next(Event.ID.StreamStart);
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            findings.add(new Place(1, 1), "the file is empty", "write at least description: and operations:");
            return Optional.empty();
        }
        Node root = node(events.next(), 1);
        events.next(Event.ID.DocumentEnd);
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            findings.add(
                    YamlEvents.place(end),
                    "a second YAML document begins here",
                    "one file holds one migration, so give it its own");
        }
        return Optional.of(root);
    }

    private Node node(Event event, int depth) {
        values++;
        if (values > MOST_VALUES) {
            throw new TooMuch(YamlEvents.place(event), "the file holds more than %d values".formatted(MOST_VALUES));
        }
        if (depth > DEEPEST) {
            throw new TooMuch(YamlEvents.place(event), "values are nested more than %d deep".formatted(DEEPEST));
        }
        return switch (event.getEventId()) {
            case MappingStart -> mapping((CollectionStartEvent) event, depth);
            case SequenceStart -> sequence((CollectionStartEvent) event, depth);
            case Alias -> alias((AliasEvent) event);
            default -> scalar((ScalarEvent) event);
        };
    }

    private Node sequence(CollectionStartEvent start, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return untagged(new Sequence(YamlEvents.place(start), List.copyOf(items)), start.getTag());
    }

    private Node mapping(CollectionStartEvent start, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Node key = node(event, depth + 1);
            Node value = node(events.next(), depth + 1);
            if (key instanceof Scalar name) {
                add(entries, new Entry(name, atItsKey(name, value)));
            } else {
                findings.fault(key, "a key is a list or a mapping", "a key is a word");
            }
        }
        return untagged(new Mapping(YamlEvents.place(start), List.copyOf(entries.values())), start.getTag());
    }

    private void add(Map<String, Entry> entries, Entry entry) {
        Entry first = entries.putIfAbsent(entry.key().value(), entry);
        if (first != null) {
            findings.fault(
                    entry.key(),
                    "the key %s is here twice".formatted(Sentence.quoted(entry.key())),
                    "leave this one out or that in line %d"
                            .formatted(first.key().place().line()));
        }
    }

    /** A value that was left out has no place that anyone could look at. */
    private static Node atItsKey(Scalar key, Node value) {
        return value instanceof Scalar scalar && scalar.isLeftOut()
                ? new Scalar(key.place(), scalar.span(), Kind.NOTHING, "")
                : value;
    }

    private Node scalar(ScalarEvent event) {
        Kind kind = event.isPlain() ? PlainScalar.kind(event.getValue()) : Kind.TEXT;
        return untagged(
                new Scalar(YamlEvents.place(event), YamlEvents.span(event), kind, event.getValue()), event.getTag());
    }

    /** Not expanded, so that a file of a few lines cannot become one of billions. */
    private Node alias(AliasEvent event) {
        Scalar alias = new Scalar(
                YamlEvents.place(event),
                YamlEvents.span(event),
                Kind.TEXT,
                event.getAlias().getValue());
        findings.fault(alias, "*%s is a YAML alias".formatted(alias.value()), "write the value out");
        return alias;
    }

    private Node untagged(Node node, Optional<String> tag) {
        tag.ifPresent(name -> findings.fault(
                node, "here is the YAML tag %s".formatted(name.replace("tag:yaml.org,2002:", "!!")), "leave it out"));
        return node;
    }

    private static final class TooMuch extends RuntimeException {

        private final transient Place place;
        private final String wrong;

        TooMuch(Place place, String wrong) {
            super(wrong);
            this.place = place;
            this.wrong = wrong;
        }
    }
}
