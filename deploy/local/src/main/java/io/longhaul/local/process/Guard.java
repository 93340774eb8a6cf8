package io.longhaul.local.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Ends the services of a test JVM that dies, however it dies, and removes their files.
 *
 * <p>A shell in a session of its own reads a pipe that only this JVM holds. The kernel closes the pipe with the JVM,
 * also after {@code kill -9}: nothing to poll, no process id that could be taken over by a stranger.
 */
final class Guard {

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            groups= folders=
            while read -r verb what; do
              case $verb in
                watch) groups="$groups $what" ;;
                leave) groups=$(for group in $groups; do [ "$group" = "$what" ] || echo "$group"; done) ;;
                clear) folders="$folders $what" ;;
              esac
            done
            # INT first: PostgreSQL then removes its shared memory.
            for group in $groups; do kill -s INT -- "-$group"; done 2>/dev/null
            for step in 1 2 3 4 5 6 7 8 9 10; do
              left=
              for group in $groups; do kill -s 0 -- "-$group" && left=1; done 2>/dev/null
              [ -n "$left" ] || break
              sleep 0.3
            done
            for group in $groups; do kill -s KILL -- "-$group"; done 2>/dev/null
            [ -z "$folders" ] || rm -rf $folders
            """;

    /** Never closed and never collected: its end is the signal. */
    private static final Guard OF_THIS_JVM = new Guard();

    private final Process shell;
    private final BufferedWriter pipe;

    private Guard() {
        try {
            shell = new ProcessBuilder("setsid", "sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new LocalProcessException("cannot start the guard: sh and setsid (util-linux) are needed", e);
        }
        pipe = shell.outputWriter(StandardCharsets.UTF_8);
    }

    static Guard ofThisJvm() {
        return OF_THIS_JVM;
    }

    void watch(Leader leader) {
        say("watch " + leader.pid());
    }

    void leave(Leader leader) {
        say("leave " + leader.pid());
    }

    /** The directory is removed at the end; its path must have no blanks. */
    void clear(Path directory) {
        say("clear " + directory.toAbsolutePath());
    }

    private synchronized void say(String line) {
        try {
            pipe.write(line + "\n");
            pipe.flush();
        } catch (IOException e) {
            throw new LocalProcessException("the guard of the test services is gone, pid " + shell.pid(), e);
        }
    }
}
