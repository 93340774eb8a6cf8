package io.longhaul.dispatcher.cli;

import java.util.List;

/** What was typed cannot be meant; nothing was done. */
final class WrongUsage extends RuntimeException {

    private final transient List<String> problems;

    WrongUsage(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** A sentence for each, at least one. */
    List<String> problems() {
        return problems;
    }
}
