package io.longhaul.acceptance.bench;

import java.util.Collection;
import org.apache.commons.statistics.descriptive.Quantile;

/** Several measurements of one thing. */
record Spread(double min, double median, double p99, double max, int count) {

    static Spread of(Collection<? extends Number> numbers) {
        if (numbers.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        double[] values = numbers.stream().mapToDouble(Number::doubleValue).toArray();
        double[] found = Quantile.withDefaults().evaluate(values, 0, 0.5, 0.99, 1);
        return new Spread(found[0], found[1], found[2], found[3], values.length);
    }
}
