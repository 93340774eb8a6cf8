package io.longhaul.common.migration;

import io.longhaul.common.config.Durations;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which texts are values of a parameter, and how a database is given them. */
public enum ParameterType {
    /** Any text. */
    STRING("string", "a text"),
    /** A whole number that fits into 64 bits. */
    INTEGER("integer", "a whole number, such as 42"),
    /** A number with a finite number of digits. */
    DECIMAL("decimal", "a number, such as 0.25"),
    /** True or false. */
    BOOLEAN("boolean", "true or false"),
    /** A moment, given with its offset from UTC; bound in UTC to the microsecond. */
    TIMESTAMP("timestamp", "a moment with its offset, such as 2026-01-31T00:00:00Z"),
    /** A span of time; bound as its number of seconds. */
    DURATION("duration", "a span of time, such as 90s, 15m, 2h or 14d"),
    /** One of a list of texts. */
    ENUM("enum", "one of its values"),
    /** The name of a table or column. */
    IDENTIFIER("identifier", "the name of a table or column, of letters, digits and _");

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");
    private static final Pattern DIGITS = Pattern.compile("[+-]?\\d{1,38}(\\.\\d{1,38})?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(\\.\\d{1,3})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,126}");
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SSSSSS]", Locale.ROOT);

    private final String words;
    private final String example;

    ParameterType(String words, String example) {
        this.words = words;
        this.example = example;
    }

    /** As definitions and people call it. */
    public String words() {
        return words;
    }

    /** What would be a value. */
    public String example() {
        return example;
    }

    /** Whether its values have an order that bounds can speak of. */
    public boolean isOrdered() {
        return switch (this) {
            case INTEGER, DECIMAL, TIMESTAMP, DURATION -> true;
            case STRING, BOOLEAN, ENUM, IDENTIFIER -> false;
        };
    }

    /** The text as a database is given it; empty when it is no value of this type. What is bound stays as it is. */
    public Optional<String> bound(String text) {
        String plain = text.strip();
        return switch (this) {
            case STRING, ENUM -> Optional.of(text);
            case INTEGER -> WHOLE.matcher(plain).matches() ? whole(plain) : Optional.empty();
            case DECIMAL ->
                DIGITS.matcher(plain).matches() ? Optional.of(new BigDecimal(plain).toPlainString()) : Optional.empty();
            case BOOLEAN -> plain.equals("true") || plain.equals("false") ? Optional.of(plain) : Optional.empty();
            case TIMESTAMP -> instant(plain).map(ParameterType::inUtc);
            case DURATION -> duration(plain).map(ParameterType::seconds);
            case IDENTIFIER -> NAME.matcher(plain).matches() ? Optional.of(plain) : Optional.empty();
        };
    }

    /** Compares two values, of a type that has an order; both must be some. */
    public int compare(String one, String other) {
        return switch (this) {
            case INTEGER, DECIMAL -> new BigDecimal(one.strip()).compareTo(new BigDecimal(other.strip()));
            case TIMESTAMP -> micros(one).compareTo(micros(other));
            case DURATION ->
                duration(one.strip())
                        .orElseThrow()
                        .compareTo(duration(other.strip()).orElseThrow());
            case STRING, BOOLEAN, ENUM, IDENTIFIER -> one.compareTo(other);
        };
    }

    private static BigDecimal micros(String text) {
        Instant moment = instant(text.strip()).orElseThrow();
        return BigDecimal.valueOf(moment.getEpochSecond())
                .movePointRight(6)
                .add(BigDecimal.valueOf(moment.getNano() / 1000));
    }

    private static Optional<String> whole(String text) {
        try {
            return Optional.of(Long.toString(Long.parseLong(text)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notIso) {
            try {
                return Optional.of(java.time.LocalDateTime.parse(text, UTC).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException none) {
                return Optional.empty();
            }
        }
    }

    private static String inUtc(Instant moment) {
        String text = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
                .format(moment.atOffset(ZoneOffset.UTC));
        return text.endsWith(".000000") ? text.substring(0, text.length() - 7) : text;
    }

    private static Optional<Duration> duration(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(
                    Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact()));
        }
        try {
            return Optional.of(Durations.parse(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static String seconds(Duration span) {
        return new BigDecimal(span.toMillis())
                .movePointLeft(3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
