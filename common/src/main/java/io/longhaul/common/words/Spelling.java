package io.longhaul.common.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
public final class Spelling {

    private Spelling() {}

    /** The most similar of the words, if any is similar enough to be worth a guess. */
    public static Optional<String> nearest(String written, Collection<String> words) {
        return words.stream()
                .filter(word -> distance(plain(written), plain(word)) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt((String word) -> distance(plain(written), plain(word)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Without what the words of other tools are parted by: {@code for_each} is {@code forEach}. */
    private static String plain(String word) {
        String shortened = word.substring(0, Math.min(word.length(), 40));
        return shortened.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's, with two letters swapped counted as one mistake (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + other, Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
