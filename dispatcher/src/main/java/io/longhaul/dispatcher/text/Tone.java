package io.longhaul.dispatcher.text;

/** What a piece of text means to its reader, and the colour that says so on a terminal. */
public enum Tone {
    /** Nothing special. */
    PLAIN(""),
    /** Names what the rest is about. */
    STRONG("1"),
    /** May be overlooked. */
    QUIET("2"),
    /** Went well. */
    GOOD("32"),
    /** Is at work. */
    BUSY("36"),
    /** Waits. */
    WAITING("33"),
    /** Needs somebody. */
    BAD("1;31");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    /** The text in this tone; as it was where there are no colours. */
    public String paint(String text, boolean colours) {
        return colours && !code.isEmpty() ? "\u001b[%sm%s\u001b[0m".formatted(code, text) : text;
    }
}
