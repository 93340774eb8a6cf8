package io.longhaul.local.stack;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Stops everything: the programs while their services still answer, then the services. */
final class Down {

    private final PrintStream progress;

    Down(PrintStream progress) {
        this.progress = progress;
    }

    void run(Stack stack) {
        List<Part> order = new ArrayList<>(stack.programs());
        order.addAll(stack.services());
        for (Part part : order) {
            boolean ran = part.state() != Part.State.DOWN;
            // Also what is down: a killed service may have left a process behind.
            part.stop();
            if (ran) {
                progress.println("stopped " + part.name());
            }
        }
    }
}
