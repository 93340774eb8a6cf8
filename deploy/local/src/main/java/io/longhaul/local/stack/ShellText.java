package io.longhaul.local.stack;

/** Text that a shell takes as it is. */
final class ShellText {

    private ShellText() {}

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
