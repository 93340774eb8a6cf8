package io.longhaul.local.process;

/** Who ends a program that nobody stopped. */
public enum Lifetime {
    /** It dies with this JVM, however that dies: for tests. */
    WITH_JVM,
    /** It outlives the JVM that started it and is found again by its directory. */
    DAEMON
}
