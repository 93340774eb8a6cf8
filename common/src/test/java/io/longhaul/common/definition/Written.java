package io.longhaul.common.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.definition.Reading.Legible;
import io.longhaul.common.definition.Reading.Unreadable;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a reader makes of a text that a test has written into a file. */
final class Written {

    static final DefinitionReader READER = new DefinitionReader();

    private Written() {}

    static Reading<Definition> reading(String text) {
        return reading("0001_x.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    static Reading<Definition> reading(String name, byte[] bytes) {
        try {
            Path directory = Files.createTempDirectory("longhaul");
            Path file = Files.write(directory.resolve(name), bytes);
            try {
                return READER.read(file);
            } finally {
                Files.delete(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Definition definition(String text) {
        return value(reading(text));
    }

    /** An operation that is right. */
    static Operation operation(String operation) {
        return definition(withOperation(operation)).migration().operations().get(0);
    }

    private static String withOperation(String operation) {
        return "description: x\noperations:\n  - " + operation.strip().replace("\n", "\n    ");
    }

    static <T> T value(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Legible.class);
        return ((Legible<T>) reading).value();
    }

    static List<String> problems(String text) {
        return problems(reading(text));
    }

    static List<String> problems(Reading<?> reading) {
        assertThat(reading).isInstanceOf(Unreadable.class);
        return ((Unreadable<?>) reading)
                .problems().stream().map(Problem::toString).toList();
    }

    /** The problems of an operation that begins in line 3, column 5. */
    static List<String> problemsOfOperation(String operation) {
        return problems(withOperation(operation));
    }
}
