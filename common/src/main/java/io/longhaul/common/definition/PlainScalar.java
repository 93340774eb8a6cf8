package io.longhaul.common.definition;

import io.longhaul.common.definition.Node.Kind;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a value without quotes is: YAML 1.2's core schema, and whatever older YAML readers take for a number. */
final class PlainScalar {

    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Pattern NUMERIC =
            Pattern.compile("[-+]?(\\d[\\d_]*(\\.[\\d_]*)?|\\.\\d[\\d_]*)([eE][-+]?\\d+)?"
                    + "|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO][0-7_]+|[-+]?0[bB][01_]+"
                    + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** Short, so that no exponent makes a number whose digits would fill the memory. */
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(0|[1-9]\\d{0,18})(\\.\\d{1,18})?([eE][-+]?\\d{1,2})?");

    private PlainScalar() {}

    static Kind kind(String value) {
        if (NOTHING.contains(value)) {
            return Kind.NOTHING;
        }
        if (BOOLEANS.contains(value)) {
            return Kind.BOOLEAN;
        }
        return NUMERIC.matcher(value).matches() ? Kind.NUMBER : Kind.TEXT;
    }

    /** The number, if all YAML readers would agree on it: no leading zeros, no other base, no underscores. */
    static Optional<BigDecimal> number(String value) {
        return DECIMAL.matcher(value).matches() ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }

    /** How the number looks once YAML has read it; the same text where reading changes nothing. */
    static String asRead(String value) {
        return number(value)
                .map(number ->
                        number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString())
                .orElse(value);
    }
}
