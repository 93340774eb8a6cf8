package io.longhaul.common.definition;

import io.longhaul.common.migration.MigrationId;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The name of a definition's file.
 *
 * @param text all of it
 */
record FileName(String text) {

    static FileName of(Path file) {
        Path last = file.getFileName();
        return new FileName(last == null ? file.toString() : last.toString());
    }

    /** Whether someone will have meant it to be a definition: capitals are not accepted, but not overlooked either. */
    boolean looksLikeADefinition() {
        String lower = text.toLowerCase(Locale.ROOT);
        return !text.startsWith(".") && (lower.endsWith(".yaml") || lower.endsWith(".yml"));
    }

    boolean isJar() {
        return !text.startsWith(".") && text.toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    /** The name without its ending. */
    String id() {
        int dot = text.lastIndexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    void look(Findings findings) {
        if (!text.endsWith(".yaml") && !text.endsWith(".yml")) {
            findings.add(Place.WHOLE_FILE, "the name does not end in .yaml or .yml", "name it " + suggestion());
        } else if (!MigrationId.isValid(id())) {
            findings.add(
                    Place.WHOLE_FILE,
                    "%s is no migration id".formatted(Sentence.quoted(id())),
                    "write 1 to 100 letters, digits, '_', '-' and '.', with a letter or digit first");
        }
    }

    private String suggestion() {
        return Sentence.shortened(id(), 100) + ".yaml";
    }
}
