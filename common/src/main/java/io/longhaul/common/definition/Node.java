package io.longhaul.common.definition;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of a YAML file, with the place where it begins. */
sealed interface Node {

    Place place();

    /** The value of a key; empty when there is none, also when this is no mapping. */
    default Optional<Node> at(String key) {
        return Optional.empty();
    }

    /** The items of a list; none when this is no list. */
    default List<Node> items() {
        return List.of();
    }

    /** This, when it is text. */
    default Optional<Scalar> text() {
        return Optional.empty();
    }

    /** The text here or the texts of the list here: an author may write either where statements are due. */
    default List<Scalar> texts() {
        return Stream.concat(text().stream(), items().stream().flatMap(item -> item.text().stream()))
                .toList();
    }

    /** Keys and values; every key is there once. */
    record Mapping(Place place, List<Entry> entries) implements Node {

        @Override
        public Optional<Node> at(String key) {
            return entry(key).map(Entry::value);
        }

        Optional<Entry> entry(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().value().equals(key))
                    .findFirst();
        }
    }

    /** A key with its value. */
    record Entry(Scalar key, Node value) {}

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {}

    /**
     * A single value.
     *
     * @param place where it begins
     * @param span which code points of the file it takes up, quotes included
     * @param kind what YAML takes it for
     * @param value its text; of quoted text what is between the quotes
     */
    record Scalar(Place place, Span span, Kind kind, String value) implements Node {

        @Override
        public Optional<Scalar> text() {
            return kind == Kind.TEXT ? Optional.of(this) : Optional.empty();
        }

        /** Whether there is nothing at all, not even {@code null}. */
        boolean isLeftOut() {
            return kind == Kind.NOTHING && value.isEmpty();
        }

        /** The number that this is; empty when it is none, or one that is not written as a plain decimal. */
        Optional<BigDecimal> number() {
            return kind == Kind.NUMBER ? PlainScalar.number(value) : Optional.empty();
        }
    }

    /** Code points of a file: from the first to before the last, counted from 0. */
    record Span(int from, int to) {}

    /** What a single value is. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NOTHING
    }
}
