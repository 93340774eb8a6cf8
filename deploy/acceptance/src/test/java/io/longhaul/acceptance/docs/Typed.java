package io.longhaul.acceptance.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A command in a page, and what the page shows that it prints.
 *
 * @param line without the prompt; several lines where it goes on after a backslash
 * @param shown empty where the page shows nothing
 */
record Typed(String line, String shown) {

    private static final String PROMPT = "$ ";

    static boolean isIn(String block) {
        return block.startsWith(PROMPT);
    }

    /** The commands of a block. */
    static List<Typed> in(String block) {
        List<Typed> all = new ArrayList<>();
        List<String> lines = block.lines().toList();
        for (int at = 0; at < lines.size(); ) {
            StringBuilder typed = new StringBuilder(lines.get(at).substring(PROMPT.length()));
            while (lines.get(at++).endsWith("\\")) {
                typed.append('\n').append(lines.get(at));
            }
            StringBuilder shown = new StringBuilder();
            while (at < lines.size() && !lines.get(at).startsWith(PROMPT)) {
                shown.append(lines.get(at++)).append('\n');
            }
            all.add(new Typed(typed.toString(), shown.toString()));
        }
        return all;
    }

    /** Whether it is left running behind the prompt. */
    boolean isLeftRunning() {
        return line.endsWith("&");
    }

    /** Whether it may be typed again. */
    boolean isOnlyALook() {
        return line.matches("longhaul (list|show|watch) .*|longhaul list");
    }
}
