package io.longhaul.common.run;

/** One worker process, for as long as it lives: {@code w-7f3a}. */
public record WorkerId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
