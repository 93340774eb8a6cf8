package io.longhaul.local.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals with the shell's own {@code kill}; a small machine has no other. */
final class Signals {

    private Signals() {}

    /** A process that is gone already is no error: it is what a signal may find. */
    static void send(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -s \"$0\" -- \"$@\" 2>/dev/null", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LocalProcessException("cannot run sh to send a signal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("interrupted while sending a signal", e);
        }
    }
}
