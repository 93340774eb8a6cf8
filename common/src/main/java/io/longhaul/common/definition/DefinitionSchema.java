package io.longhaul.common.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema of definitions as text, for editors. */
public final class DefinitionSchema {

    /** What its file is called. */
    public static final String FILE = "migration.schema.json";

    private DefinitionSchema() {}

    public static String text() {
        try (InputStream in = Objects.requireNonNull(DefinitionSchema.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
