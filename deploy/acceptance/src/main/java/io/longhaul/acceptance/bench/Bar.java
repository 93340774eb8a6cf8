package io.longhaul.acceptance.bench;

import java.util.Locale;

/**
 * What a figure is to be.
 *
 * @param value the bar itself
 * @param upwards whether more is better
 * @param of which of the figure's numbers is held against it
 */
record Bar(double value, boolean upwards, Of of) {

    /** One of the numbers of a spread. */
    enum Of {
        MEDIAN,
        P99,
        MAX
    }

    static Bar atMost(double value, Of of) {
        return new Bar(value, false, of);
    }

    static Bar atLeast(double value, Of of) {
        return new Bar(value, true, of);
    }

    boolean isMet(Spread spread) {
        double number = held(spread);
        return upwards ? number >= value : number <= value;
    }

    private double held(Spread spread) {
        return switch (of) {
            case MEDIAN -> spread.median();
            case P99 -> spread.p99();
            case MAX -> spread.max();
        };
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(of.name().toLowerCase(Locale.ROOT), upwards ? "≥" : "≤", Figure.number(value));
    }
}
