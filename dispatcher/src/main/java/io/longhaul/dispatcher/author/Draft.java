package io.longhaul.dispatcher.author;

import io.longhaul.common.definition.DefinitionSchema;
import io.longhaul.common.migration.MigrationId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * A definition for an author to change: right as it is, with every part explained.
 *
 * @param migration its id
 */
public record Draft(MigrationId migration) {

    private static final String TEMPLATE = "template.yaml";

    public String text() {
        try (InputStream in = Objects.requireNonNull(Draft.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@id@", migration.value())
                    .replace("@schema@", DefinitionSchema.FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes it, and the schema beside it unless there is one; no file that is there is ever changed. */
    public Outcome writeTo(Path directory) {
        Path file = directory.resolve(migration + ".yaml");
        Path twin = directory.resolve(migration + ".yml");
        if (Files.exists(twin)) {
            return new Outcome.Taken(twin);
        }
        try {
            if (!wrote(file, text())) {
                return new Outcome.Taken(file);
            }
            Path schema = directory.resolve(DefinitionSchema.FILE);
            return new Outcome.Written(
                    file, wrote(schema, DefinitionSchema.text()) ? Optional.of(schema) : Optional.empty());
        } catch (IOException refused) {
            return new Outcome.NotWritten(refused.toString());
        }
    }

    /** The file system decides who was first: a look beforehand would not. */
    private static boolean wrote(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    /** What came of writing it. */
    public sealed interface Outcome {

        /**
         * It is there.
         *
         * @param file the definition
         * @param schema where that was written too
         */
        record Written(Path file, Optional<Path> schema) implements Outcome {}

        /** There is a definition of this id already. */
        record Taken(Path file) implements Outcome {}

        /** The file system refuses. */
        record NotWritten(String why) implements Outcome {}
    }
}
