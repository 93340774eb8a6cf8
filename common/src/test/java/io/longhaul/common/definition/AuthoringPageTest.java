package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What authors copy from docs/authoring.md is right, and the page speaks of every key. */
class AuthoringPageTest {

    private static final Path PAGE = Path.of("../docs/authoring.md");

    /** What an example begins with: the name of its file, or a key. */
    private static final Pattern BEGIN = Pattern.compile("# (?:\\w+/)?(\\w+\\.yaml)\\n.*|[a-z]\\w*:.*", Pattern.DOTALL);

    /** Names that the schema has for itself. */
    private static final Set<String> RULES = Set.of(
            "additionalProperties",
            "properties",
            "items",
            "requirement",
            "version",
            "check",
            "operation",
            "statement",
            "key",
            "declarations",
            "query",
            "parameter",
            "healthcheck");

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleHasNoMistake(String example) {
        Matcher begin = BEGIN.matcher(example);
        begin.matches();
        String name = begin.group(1) == null ? "0001_part.yaml" : begin.group(1);
        String whole = begin.group(1) == null
                ? "description: x\n" + example + "\noperations: [ { clickhouse: SELECT 1 } ]\n"
                : example;

        assertThat(Written.reading(name, whole.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Reading.Legible.class);
    }

    @Test
    void everyKeyIsSpokenOf() {
        Set<String> silent = new TreeSet<>();
        Matcher key = Pattern.compile("\"(\\w+)\": \\{\\s*\"description\"").matcher(DefinitionSchema.text());
        while (key.find()) {
            if (!Pattern.compile("[`{, (]" + key.group(1) + "[`:,)]")
                    .matcher(page())
                    .find()) {
                silent.add(key.group(1));
            }
        }

        silent.removeAll(RULES);
        assertThat(silent).isEmpty();
    }

    /** The indented blocks that are YAML. */
    static Stream<String> examples() {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : (page() + "\nend").split("\n", -1)) {
            if (line.startsWith("    ") || line.isBlank()) {
                block.append(line.isBlank() ? "" : line.substring(4)).append('\n');
            } else {
                blocks.add(block.toString().strip());
                block.setLength(0);
            }
        }
        List<String> examples =
                blocks.stream().filter(text -> BEGIN.matcher(text).matches()).toList();
        assertThat(examples).hasSizeGreaterThan(3);
        return examples.stream();
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
