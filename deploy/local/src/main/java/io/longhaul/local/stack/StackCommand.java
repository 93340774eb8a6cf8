package io.longhaul.local.stack;

import io.longhaul.local.process.LocalProcessException;
import io.longhaul.local.service.MissingPrerequisite;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code deploy/stack} calls: {@code StackCommand HOME STATE up|down|status|env}, and {@code --services} after up.
 */
public final class StackCommand {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int MISSING = 4;

    private final Path home;
    private final StateDirectory state;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private StackCommand(Path home, StateDirectory state) {
        this.home = home;
        this.state = state;
    }

    /** Ends the process with the exit code that {@code deploy/stack --help} names. */
    public static void main(String[] arguments) {
        Path state = Path.of(arguments[1]).toAbsolutePath().normalize();
        System.exit(new StackCommand(Path.of(arguments[0]), new StateDirectory(state))
                .run(arguments[2], arguments.length > 3));
    }

    private int run(String command, boolean onlyServices) {
        try {
            return switch (command) {
                case "up" -> onlyServices ? services() : up();
                case "down" -> down();
                case "status" -> status();
                case "env" -> env();
                default -> USAGE;
            };
        } catch (MissingPrerequisite e) {
            err.println("deploy/stack: " + e.getMessage());
            return MISSING;
        } catch (LocalProcessException | IllegalStateException e) {
            err.println("deploy/stack: " + e.getMessage());
            return FAILED;
        }
    }

    private int up() {
        state.create();
        state.claim(home);
        new Up(err).run(stack());
        return new Status(out).print(stack().parts());
    }

    private int services() {
        state.create();
        state.claim(home);
        new Up(err).services(stack());
        return new Status(out).print(stack().services());
    }

    private int down() {
        if (!Files.isDirectory(state.path())) {
            err.println("Nothing is up: there is no " + state.path());
            return DONE;
        }
        state.requireOursOrNobodys(home);
        new Down(err).run(stack());
        state.remove();
        return DONE;
    }

    private int status() {
        state.requireOursOrNobodys(home);
        return new Status(out).print(stack().parts());
    }

    private int env() {
        if (!Files.isDirectory(state.path())) {
            err.println("deploy/stack: nothing is up; start it with: deploy/stack up");
            return FAILED;
        }
        state.requireOursOrNobodys(home);
        stack().settings().forEach(this::export);
        stack().places().forEach(this::export);
        return DONE;
    }

    private void export(String name, String value) {
        out.println("export " + name + "=" + ShellText.quoted(value));
    }

    private Stack stack() {
        return new Stack(home, state.path());
    }
}
