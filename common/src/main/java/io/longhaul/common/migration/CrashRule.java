package io.longhaul.common.migration;

/** What becomes of a run whose worker died in an operation. */
public enum CrashRule {
    /** It goes on from where it was. */
    RESUME,
    /** It goes back. */
    ROLLBACK,
    /** Somebody is asked. */
    ASK
}
