package io.longhaul.acceptance.chaos;

import java.io.PrintStream;

/** Gets a line for each thing that happens, with the seconds since the beginning. */
final class Diary {

    private final PrintStream out;
    private final long begin = System.nanoTime();

    Diary(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.printf("%8.3f  %s%n", (System.nanoTime() - begin) / 1e9, line);
    }
}
