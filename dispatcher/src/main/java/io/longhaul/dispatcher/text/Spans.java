package io.longhaul.dispatcher.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Durations and dates as people say them, with two units at most. */
public final class Spans {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);

    private Spans() {}

    /** {@code 14s}, {@code 3m05s}, {@code 11m}, {@code 2h04m}, {@code 3d02h}, {@code 120d}. */
    public static String of(Duration span) {
        Duration whole = span.isNegative() ? Duration.ZERO : span;
        if (whole.toMinutes() < 1) {
            return whole.toSeconds() + "s";
        }
        if (whole.toMinutes() < 10) {
            return "%dm%02ds".formatted(whole.toMinutes(), whole.toSecondsPart());
        }
        if (whole.toHours() < 1) {
            return whole.toMinutes() + "m";
        }
        if (whole.toDays() < 1) {
            return "%dh%02dm".formatted(whole.toHours(), whole.toMinutesPart());
        }
        return whole.toDays() < 100 ? "%dd%02dh".formatted(whole.toDays(), whole.toHoursPart()) : whole.toDays() + "d";
    }

    /** A guess: {@code ~6h10m}. */
    public static String about(Duration span) {
        return "~" + of(span);
    }

    /** How long ago while that is less than a day, else the day: {@code 11m}, {@code 3 Mar}, {@code 3 Mar 2024}. */
    public static String since(Instant then, Duration age, ZoneId zone) {
        if (age.toDays() < 1) {
            return of(age);
        }
        ZonedDateTime day = then.atZone(zone);
        boolean thisYear = day.getYear() == then.plus(age).atZone(zone).getYear();
        return (thisYear ? DAY : DAY_OF_YEAR).format(day);
    }

    /** The time of an event, with the day when it was not today: {@code 02:14:07}, {@code 3 Mar 02:14}. */
    public static String clock(Instant then, Instant now, ZoneId zone) {
        ZonedDateTime moment = then.atZone(zone);
        boolean today = moment.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (today ? TIME : DAY_AND_TIME).format(moment);
    }

    /** Day and time of something to come: {@code 3 Mar 02:14}. */
    public static String day(Instant moment, ZoneId zone) {
        return DAY_AND_TIME.format(moment.atZone(zone));
    }
}
