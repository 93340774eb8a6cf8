package io.longhaul.common.queue;

/**
 * Something that a worker is asked, and can answer without changing anything.
 *
 * @param kind what is asked, such as {@code doctor}
 * @param version of the documents of this kind, both ways; a change that an older worker would misread adds one
 * @param document JSON, with all that the answer depends on
 */
public record Question(String kind, int version, String document) {

    public Question {
        if (!kind.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("a kind of question is a word, not '%s'".formatted(kind));
        }
        if (version < 1) {
            throw new IllegalArgumentException("versions of questions begin with 1, not %d".formatted(version));
        }
    }
}
