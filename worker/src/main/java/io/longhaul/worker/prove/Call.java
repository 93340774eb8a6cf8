package io.longhaul.worker.prove;

/**
 * Something that a function in Java does by its work, or a built-in operation: a boundary that is inside of it.
 *
 * @param kind what it does
 * @param number among those of its kind, from 1
 */
record Call(Kind kind, long number) {

    /** What they do. */
    enum Kind {
        /** It sends a statement. */
        STATEMENT,
        /** It remembers how far it has come. */
        CHECKPOINT
    }

    /** For people: {@code statement 2}. */
    String words() {
        return "%s %d".formatted(kind == Kind.STATEMENT ? "statement" : "checkpoint", number);
    }
}
