package io.longhaul.common.migration;

import java.util.List;
import java.util.Optional;

/**
 * A value that whoever asks for a run may choose; it is fixed for the run, and bound where SQL names it.
 *
 * @param name as SQL has it
 * @param type which texts are values
 * @param standard the value where none is chosen; without it one must be
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

    public Parameter {
        values = List.copyOf(values);
        if (values.isEmpty() == (type == ParameterType.ENUM)) {
            throw new IllegalArgumentException("parameter %s has %d values".formatted(name, values.size()));
        }
    }

    /** The same with another value where none is chosen. */
    public Parameter withStandard(String value) {
        return new Parameter(name, type, Optional.of(value), description, atLeast, atMost, values);
    }

    /** The value as it is bound, or why the text is none. */
    public Choice choose(String text) {
        Optional<String> value = type.bound(text);
        if (value.isEmpty()) {
            return new Choice.Wrong("'%s' is no %s; write %s".formatted(text, type.words(), type.example()));
        }
        if (!values.isEmpty() && !values.contains(value.get())) {
            return new Choice.Wrong("'%s' is none of %s".formatted(text, String.join(", ", values)));
        }
        if (atLeast.filter(least -> isBelow(value.get(), least)).isPresent()) {
            return new Choice.Wrong("'%s' is below %s, the least it may be".formatted(text, atLeast.get()));
        }
        if (atMost.filter(most -> isBelow(most, value.get())).isPresent()) {
            return new Choice.Wrong("'%s' is above %s, the most it may be".formatted(text, atMost.get()));
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

        /** It is none, for this reason, in words that follow the parameter's name. */
        record Wrong(String why) implements Choice {}
    }
}
