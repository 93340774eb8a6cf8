package io.longhaul.common.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it. */
public final class ByteSize {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,19})?) ?([KMGTP]?)(i?)B");
    private static final List<String> PREFIXES = List.of("", "K", "M", "G", "T", "P");

    private ByteSize() {}

    /** Bytes above 0; empty for what is not a size. 1 KB is 1000 bytes, 1 KiB is 1024; a part of a byte is left off. */
    public static Optional<Long> parse(String text) {
        return PlainScalar.number(text)
                .or(() -> withUnit(text))
                .map(bytes -> bytes.setScale(0, RoundingMode.DOWN))
                .filter(bytes -> bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0)
                .map(BigDecimal::longValueExact);
    }

    private static Optional<BigDecimal> withUnit(String text) {
        Matcher size = SHAPE.matcher(text.strip());
        if (!size.matches() || (size.group(2).isEmpty() && !size.group(3).isEmpty())) {
            return Optional.empty();
        }
        int base = size.group(3).isEmpty() ? 1000 : 1024;
        BigDecimal unit = BigDecimal.valueOf(base).pow(PREFIXES.indexOf(size.group(2)));
        return Optional.of(new BigDecimal(size.group(1)).multiply(unit));
    }
}
