package io.longhaul.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an output that a page shows has in common with every such output: its words, in their order. Figures, units,
 * names of people, workers and hosts differ each time, and so do the places where lines are broken.
 */
final class Shape {

    private static final Pattern TITLES = Pattern.compile("#?[A-Z ,]+");

    /** A span of time is "seconds" on a fast machine, and "11s to 53s" on a slow one. */
    private static final Pattern DIFFERS = Pattern.compile(".*[0-9@…{/].*|\\(?([KMGT]i)?B[,)]?|to|seconds,?");

    private Shape() {}

    /** Headings of tables must be the same; all other words must come, with more around them where there is more. */
    static void assertSame(String shown, String printed) {
        assertThat(titles(printed)).as(printed).containsAll(titles(shown));
        List<String> words = words(printed);
        int at = 0;
        for (String word : words(shown)) {
            int found = words.subList(at, words.size()).indexOf(word);
            assertThat(found)
                    .as("'%s' of what the page shows, in:%n%s", word, printed)
                    .isNotNegative();
            at += found + 1;
        }
    }

    private static List<String> titles(String text) {
        return text.lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> line.contains(" ") && TITLES.matcher(line).matches())
                .toList();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+", -1))
                .filter(word -> !word.isEmpty() && !DIFFERS.matcher(word).matches())
                .toList();
    }
}
