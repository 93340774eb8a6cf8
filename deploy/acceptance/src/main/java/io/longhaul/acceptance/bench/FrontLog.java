package io.longhaul.acceptance.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements that ClickHouse has ended, and how long each took there: the engine's library keeps no log of its own.
 */
final class FrontLog {

    /** As {@code io.longhaul.local.front} writes it. */
    private static final Pattern LINE = Pattern.compile("\\S+ (\\S+) (\\d+) ms \\[(.*)] (.*)");

    private final Path file;
    private long from;

    FrontLog(Path file) throws IOException {
        this.file = file;
        this.from = Files.size(file);
    }

    /** What has ended since this was last asked. */
    List<Ended> next() throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(open.length() - from)];
            open.seek(from);
            open.readFully(bytes);
            from += bytes.length;
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> new Ended(line.group(1), Long.parseLong(line.group(2)), line.group(3), line.group(4)))
                    .toList();
        }
    }

    /** One statement. Its text is cut after 300 characters. */
    record Ended(String query, long millis, String sql, String outcome) {

        boolean copies() {
            return sql.startsWith("INSERT INTO `lh_chunk_");
        }

        boolean links() {
            return sql.startsWith("ALTER TABLE ") && sql.contains(" REPLACE PARTITION ");
        }

        boolean verifies() {
            return sql.startsWith("SELECT count() AS rows") || sql.contains(" AS place, concat(toString(count())");
        }
    }
}
