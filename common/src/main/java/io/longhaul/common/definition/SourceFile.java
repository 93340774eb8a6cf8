package io.longhaul.common.definition;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Gets the text out of a file, or says why there is none to be had. */
final class SourceFile {

    private static final int MOST_BYTES = 1024 * 1024;

    private final String name;
    private final Findings findings;

    SourceFile(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    Optional<Source> read(Path file) {
        // A pipe or a device would keep us waiting.
        if (!Files.isRegularFile(file)) {
            boolean missing = !Files.exists(file);
            return refused(missing ? "there is no such file" : "this is not a file", "put a readable YAML file here");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES
                    ? refused("the file is larger than 1 MiB", "a definition is far smaller than that")
                    : text(bytes);
        } catch (IOException e) {
            return refused("the file cannot be read (%s)".formatted(e), "make it readable for this user");
        }
    }

    private Optional<Source> text(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        Source source = new Source(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (result.isError()) {
            return refused(source.of(source.text().length()), "this is not UTF-8", "save the file as UTF-8");
        }
        Optional<Integer> unprintable = unprintable(source.text());
        return unprintable.isEmpty()
                ? Optional.of(source)
                : refused(
                        source.of(unprintable.get()),
                        "YAML does not take the character U+%04X"
                                .formatted(source.text().codePointAt(unprintable.get())),
                        "leave it out");
    }

    private static Optional<Integer> unprintable(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!StreamReader.isPrintable(text.codePointAt(at))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private Optional<Source> refused(String wrong, String right) {
        return refused(Place.WHOLE_FILE, wrong, right);
    }

    private Optional<Source> refused(Place place, String wrong, String right) {
        findings.add(place, wrong, right);
        return Optional.empty();
    }
}
