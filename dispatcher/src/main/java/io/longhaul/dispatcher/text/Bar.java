package io.longhaul.dispatcher.text;

/** A bar that fills from the left, in eighths of a character. */
public final class Bar {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private Bar() {}

    /** {@code ████▌ } for 0.5625 of 8 characters; always {@code width} characters. */
    public static String of(double fraction, int width) {
        int eighths = (int) Math.floor(Math.min(1, Math.max(0, fraction)) * width * 8);
        String full = "█".repeat(eighths / 8);
        return full.length() == width
                ? full
                : full + EIGHTHS.charAt(eighths % 8) + " ".repeat(width - full.length() - 1);
    }
}
