package io.longhaul.acceptance.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that was measured.
 *
 * @param name short, and stable for whoever reads the JSON
 * @param unit of its numbers
 * @param means what it is, in one sentence
 */
record Figure(String name, String unit, String means, Spread spread, Optional<Bar> bar) {

    static Figure of(String name, String unit, String means, Collection<? extends Number> numbers) {
        return new Figure(name, unit, means, Spread.of(numbers), Optional.empty());
    }

    Figure against(Bar held) {
        return new Figure(name, unit, means, spread, Optional.of(held));
    }

    /** A figure without a bar misses none. */
    boolean isMet() {
        return bar.isEmpty() || bar.get().isMet(spread);
    }

    String verdict() {
        return bar.isEmpty() ? "" : isMet() ? "met" : "NOT MET";
    }

    /** Three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        return value == Math.rint(value) && size < 1e12
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(
                        Locale.ROOT, size < 1 ? "%.3f" : size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f", value);
    }
}
