package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.definition.Reading.Unreadable;
import io.longhaul.common.migration.Definition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes a file holds, reading it ends in a definition or in problems with places inside the file. */
class NothingThrowsTest {

    private static final String TELLING = "{}[]:;'\"`-#$*&!|>%@,? \n\t\\/0159.ex_\u0000\uFEFF";

    private final Random random = new Random(7);

    @Test
    void mutationsOfAValidFileAreReadOrRefused(@TempDir Path directory) throws IOException {
        byte[] valid = bytes("0007_events_sorting_key.yaml");
        for (int i = 0; i < 1000; i++) {
            look(directory, mutated(valid));
        }
    }

    @Test
    void mutationsOfAFileFullOfMistakesAreRefused(@TempDir Path directory) throws IOException {
        byte[] bad = bytes("0012_many_mistakes.yaml");
        for (int i = 0; i < 500; i++) {
            look(directory, mutated(bad));
        }
    }

    @Test
    void anyBytesAreRefused(@TempDir Path directory) throws IOException {
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            look(directory, bytes);
        }
    }

    private static void look(Path directory, byte[] bytes) throws IOException {
        Reading<Definition> reading = Written.READER.read(Files.write(directory.resolve("0001_x.yaml"), bytes));
        if (reading instanceof Unreadable<Definition> unreadable) {
            long lines = new String(bytes, StandardCharsets.UTF_8)
                            .chars()
                            .filter(c -> c == '\n' || c == '\r')
                            .count()
                    + 1;
            assertThat(unreadable.problems())
                    .allMatch(problem -> problem.line() >= 0 && problem.line() <= lines)
                    .allMatch(problem -> problem.line() == 0 || problem.column() > 0)
                    .allMatch(problem ->
                            !problem.wrong().isBlank() && !problem.right().isBlank())
                    .allMatch(problem -> problem.toString().lines().count() == 1);
        }
    }

    private byte[] mutated(byte[] bytes) {
        byte[] mutated = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            mutated = mutatedOnce(mutated);
        }
        return mutated;
    }

    private byte[] mutatedOnce(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(20));
        char telling = TELLING.charAt(random.nextInt(TELLING.length()));
        return switch (random.nextInt(4)) {
            case 0 -> joined(bytes, from, new byte[0], to);
            case 1 -> joined(bytes, from, Arrays.copyOfRange(bytes, from, to), from);
            case 2 -> joined(bytes, from, String.valueOf(telling).getBytes(StandardCharsets.UTF_8), from);
            default -> joined(bytes, from, String.valueOf(telling).getBytes(StandardCharsets.UTF_8), from + 1);
        };
    }

    private static byte[] joined(byte[] bytes, int headEnd, byte[] middle, int tailBegin) {
        byte[] joined = Arrays.copyOf(bytes, headEnd + middle.length + bytes.length - tailBegin);
        System.arraycopy(middle, 0, joined, headEnd, middle.length);
        System.arraycopy(bytes, tailBegin, joined, headEnd + middle.length, bytes.length - tailBegin);
        return joined;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(NothingThrowsTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
