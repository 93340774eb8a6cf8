package io.longhaul.dispatcher.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Amounts with three significant digits. */
public final class Counts {

    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private Counts() {}

    /** {@code 812}, {@code 1.23k}, {@code 212k}, {@code 20.0M}. */
    public static String of(double amount) {
        BigDecimal rounded = BigDecimal.valueOf(Math.max(0, amount)).round(THREE_DIGITS);
        int unit = 0;
        while (rounded.compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < UNITS.length - 1) {
            rounded = rounded.movePointLeft(3);
            unit++;
        }
        if (unit == 0) {
            return rounded.setScale(0, RoundingMode.HALF_UP).toPlainString();
        }
        int digits = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, 3 - digits), RoundingMode.HALF_UP).toPlainString() + UNITS[unit];
    }

    /** As for any amount. */
    public static String of(long amount) {
        return of((double) amount);
    }

    /** {@code 20.0M rows}, {@code 1 row}. */
    public static String rows(long amount) {
        return amount == 1 ? "1 row" : of(amount) + " rows";
    }

    /** {@code 212k rows/s}. */
    public static String rate(double rowsPerSecond) {
        return of(rowsPerSecond) + " rows/s";
    }

    /** {@code 412 GiB}, {@code 1.23 TiB}: in powers of 1024, as disks are filled. */
    public static String bytes(long amount) {
        double shown = amount;
        int unit = 0;
        while (shown >= 1000 && unit < UNITS.length - 1) {
            shown /= 1024;
            unit++;
        }
        BigDecimal rounded = BigDecimal.valueOf(Math.max(0, shown)).round(THREE_DIGITS);
        return "%s %s"
                .formatted(
                        rounded.stripTrailingZeros().toPlainString(),
                        unit == 0 ? "B" : UNITS[unit].toUpperCase(Locale.ROOT) + "iB");
    }

    /** {@code 1 error}, {@code 3 errors}. */
    public static String plural(int amount, String noun) {
        return amount == 1 ? "1 " + noun : "%d %ss".formatted(amount, noun);
    }
}
