package io.longhaul.local.stack;

import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Prints one aligned line per part. */
final class Status {

    private static final List<String> TITLES = List.of("SERVICE", "STATE", "PID", "PORT", "URL", "LOG");
    private static final String NONE = "-";

    private final PrintStream out;

    Status(PrintStream out) {
        this.out = out;
    }

    /** Returns the exit code: 0 only if every one is up. */
    int print(List<Part> parts) {
        List<List<String>> lines = new ArrayList<>(List.of(TITLES));
        boolean allUp = true;
        for (Part part : parts) {
            Part.State state = part.state();
            allUp &= state == Part.State.UP;
            lines.add(line(part, state));
        }
        align(lines).forEach(out::println);
        return allUp ? 0 : 1;
    }

    private static List<String> line(Part part, Part.State state) {
        return List.of(
                part.name(),
                state.name().toLowerCase(Locale.ROOT),
                part.pid().map(String::valueOf).orElse(NONE),
                part.url()
                        .map(url -> Integer.toString(URI.create(url).getPort()))
                        .orElse(NONE),
                part.url().orElse(NONE),
                part.log().toString());
    }

    private static List<String> align(List<List<String>> lines) {
        List<Integer> widths = IntStream.range(0, TITLES.size())
                .mapToObj(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return lines.stream()
                .map(line -> IntStream.range(0, line.size())
                        .mapToObj(column -> line.get(column)
                                + " "
                                        .repeat(widths.get(column)
                                                - line.get(column).length()))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }
}
