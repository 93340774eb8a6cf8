package io.longhaul.dispatcher.cli;

import java.io.PrintWriter;

/**
 * Where commands write.
 *
 * @param out for data
 * @param err for prose and errors
 * @param outColours whether {@code out} shows colours
 * @param errLive whether {@code err} is a terminal, on which a line can be drawn again
 * @param errColours whether {@code err} shows colours
 * @param width in characters
 */
public record Terminal(
        PrintWriter out, PrintWriter err, boolean outColours, boolean errLive, boolean errColours, int width) {

    /** Data, each line ended. */
    void data(String text) {
        out.print(text);
        out.flush();
    }

    /** A line of prose. */
    void say(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** Prose as it is, such as a part of a line. */
    void draw(String text) {
        err.print(text);
        err.flush();
    }
}
