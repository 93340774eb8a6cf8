package io.longhaul.common.run;

/** What somebody says of operations that are done by the journal, and whose mark is not on the target any more. */
public enum Loss {
    /** A restore has undone them: they are done again, or need not be taken back. */
    GONE,
    /** Somebody has removed their marks; they themselves are there. */
    THERE
}
