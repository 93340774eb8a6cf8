package io.longhaul.acceptance.link;

/**
 * Hears one connection, a packet at a time, before it goes on; each byte is a character of the text (ISO 8859-1). May
 * wait, and so hold the packet back. Each side is called by a thread of its own.
 */
public interface Wiretap {

    /** What the client says; false when it must never arrive. */
    boolean said(String packet);

    /** What the service answers; false when it must never arrive. */
    boolean answered(String packet);

    /** Hears nothing. */
    Wiretap NONE = new Wiretap() {
        @Override
        public boolean said(String packet) {
            return true;
        }

        @Override
        public boolean answered(String packet) {
            return true;
        }
    };
}
