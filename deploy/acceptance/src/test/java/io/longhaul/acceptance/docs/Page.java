package io.longhaul.acceptance.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of Markdown, as far as a reader copies from it. */
record Page(String text) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** By its path from the top of the repository. */
    static Page of(String path) {
        try {
            return new Page(Files.readString(Path.of("..", "..").resolve(path)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What stands below a heading of the second level, up to the next one. */
    Page section(String heading) {
        String title = "\n## " + heading + "\n";
        int from = text.indexOf(title);
        if (from < 0) {
            throw new AssertionError("no section is called " + heading);
        }
        int next = text.indexOf("\n## ", from + title.length());
        return new Page(text.substring(from + title.length(), next < 0 ? text.length() : next));
    }

    /** The indented blocks, without their indentation. */
    List<String> blocks() {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : (text + "\nend").split("\n", -1)) {
            if (line.startsWith("    ") || (line.isBlank() && !block.isEmpty())) {
                block.append(line.isBlank() ? "" : line.substring(4)).append('\n');
            } else if (!line.isBlank() && !block.isEmpty()) {
                blocks.add(block.toString().stripTrailing());
                block.setLength(0);
            }
        }
        return blocks;
    }

    /** What stands in the text between backticks, on one line or over two. */
    List<String> code() {
        String prose = text.lines()
                .filter(line -> !line.startsWith("    "))
                .reduce("", (before, line) -> before + "\n" + line);
        return CODE.matcher(prose)
                .results()
                .map(MatchResult::group)
                .map(code -> code.replace("`", "").replace('\n', ' '))
                .toList();
    }
}
