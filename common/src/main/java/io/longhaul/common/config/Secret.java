package io.longhaul.common.config;

/** A value that is never printed; {@link #reveal()} is called where it goes out to its service, and nowhere else. */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "***";
    }
}
