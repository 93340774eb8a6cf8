package io.longhaul.local.stack;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Starts what is not running: the services side by side, then the programs side by side. */
final class Up {

    private final PrintStream progress;

    Up(PrintStream progress) {
        this.progress = progress;
    }

    void run(Stack stack) {
        services(stack);
        start(stack.programs());
    }

    void services(Stack stack) {
        start(stack.services());
    }

    private void start(List<Part> parts) {
        List<Part> down =
                parts.stream().filter(part -> part.state() == Part.State.DOWN).toList();
        try {
            CompletableFuture.allOf(down.stream()
                            .map(part ->
                                    CompletableFuture.runAsync(() -> start(part), task -> new Thread(task).start()))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void start(Part part) {
        long start = System.nanoTime();
        part.start();
        progress.printf("started %-10s in %.1f s%n", part.name(), (System.nanoTime() - start) / 1e9);
    }
}
