package io.longhaul.common.definition;

import java.util.List;

/** What came of reading: what was read, or every reason why it could not be. */
public sealed interface Reading<T> {

    /** It was read and has no mistakes. */
    record Legible<T>(T value) implements Reading<T> {}

    /**
     * It has mistakes.
     *
     * @param problems at least one, in the order of files, lines and columns
     */
    record Unreadable<T>(List<Problem> problems) implements Reading<T> {

        public Unreadable {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("unreadable without a problem");
            }
        }
    }
}
