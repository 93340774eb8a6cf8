package io.longhaul.common.migration;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A value that whoever asks for a run may choose; it is fixed for the run, and bound where SQL names it.
 *
 * @param name as SQL has it
 * @param type which texts are values
 * @param standard the value where none is chosen, as it is bound; without it one must be
 * @param description for whoever chooses
 * @param atLeast the smallest that is right, for types that have an order
 * @param atMost the largest
 * @param values the only ones that are right; for an enum, at least one
 */
public record Parameter(
        String name,
        ParameterType type,
        Optional<String> standard,
        Optional<String> description,
        Optional<String> atLeast,
        Optional<String> atMost,
        List<String> values) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    public Parameter {
        values = List.copyOf(values);
        if (!isName(name)) {
            throw new IllegalArgumentException("'%s' cannot be the name of a parameter".formatted(name));
        }
        if (values.isEmpty() == (type == ParameterType.ENUM)) {
            throw new IllegalArgumentException("parameter %s has %d values".formatted(name, values.size()));
        }
        boolean bounded = atLeast.isPresent() || atMost.isPresent();
        boolean boundsFit = Stream.concat(atLeast.stream(), atMost.stream())
                .allMatch(bound -> type.bound(bound).isPresent());
        if (bounded && !(type.isOrdered() && boundsFit)) {
            throw new IllegalArgumentException(
                    "bounds %s and %s of parameter %s".formatted(atLeast.orElse("none"), atMost.orElse("none"), name));
        }
    }

    /** One of any value of its type, which must be chosen. */
    public static Parameter of(String name, ParameterType type) {
        return new Parameter(
                name, type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** Whether SQL could name it so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The same with a value where none is chosen; throws {@link IllegalArgumentException} when it is none. */
    public Parameter withStandard(String text) {
        if (choose(text) instanceof Choice.Right right) {
            return new Parameter(name, type, Optional.of(right.bound()), description, atLeast, atMost, values);
        }
        throw new IllegalArgumentException("'%s' is no value of parameter %s".formatted(text, name));
    }

    /** What would be a value. */
    public String example() {
        return values.isEmpty() ? type.example() : "one of " + String.join(", ", values);
    }

    /** The value as it is bound, or why the text is none. */
    public Choice choose(String text) {
        Optional<String> value = type.bound(text);
        if (value.isEmpty()) {
            return new Choice.Wrong("'%s' is no %s".formatted(text, type.words()), "write " + example());
        }
        if (!values.isEmpty() && !values.contains(value.get())) {
            return new Choice.Wrong("'%s' is none of its values".formatted(text), "write " + example());
        }
        if (atLeast.filter(least -> isBelow(value.get(), least)).isPresent()) {
            return new Choice.Wrong("'%s' is too small".formatted(text), "write at least " + atLeast.get());
        }
        if (atMost.filter(most -> isBelow(most, value.get())).isPresent()) {
            return new Choice.Wrong("'%s' is too large".formatted(text), "write at most " + atMost.get());
        }
        return new Choice.Right(value.get());
    }

    /** {@code bound} texts and those of a definition may be mixed: both are read. */
    private boolean isBelow(String text, String bound) {
        return type.compare(text, bound) < 0;
    }

    /** What came of a text. */
    public sealed interface Choice {

        /** It is a value, and bound so. */
        record Right(String bound) implements Choice {}

        /** It is none, for this reason; and what would be right. */
        record Wrong(String why, String right) implements Choice {}
    }
}
