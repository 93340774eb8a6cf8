package io.longhaul.dispatcher.cli;

import io.longhaul.common.board.TaskReader.BoardUnavailable;
import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.store.StoreUnavailable;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what a command could not decide into a sentence and an exit code. */
final class Mishaps implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Terminal terminal;

    Mishaps(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception mishap, CommandLine command, ParseResult parsed) {
        if (mishap instanceof Refusal refusal) {
            return end(refusal.why(), ExitCode.REFUSED);
        }
        if (mishap instanceof ConfigurationInvalid invalid) {
            return end(String.join("\nlonghaul: ", invalid.problems()), ExitCode.USAGE);
        }
        if (mishap instanceof WrongUsage wrong) {
            return end(String.join("\nlonghaul: ", wrong.problems()), ExitCode.USAGE);
        }
        if (mishap instanceof StoreUnavailable) {
            return away(mishap, "LONGHAUL_POSTGRES_URL");
        }
        if (mishap instanceof BoardUnavailable) {
            return away(mishap, "LONGHAUL_REDIS_URL");
        }
        StringWriter trace = new StringWriter();
        mishap.printStackTrace(new PrintWriter(trace));
        return end("This is a mistake in Longhaul; please report it with what follows.\n" + trace, ExitCode.MISTAKE);
    }

    private int away(Exception mishap, String setting) {
        return end(
                "%s. Check that it runs and that %s is right.".formatted(mishap.getMessage(), setting),
                ExitCode.UNREACHABLE);
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        return end("%s%nSee: %s --help".formatted(wrong.getMessage(), command), ExitCode.USAGE);
    }

    private int end(String message, ExitCode code) {
        terminal.say("longhaul: " + message);
        return code.number();
    }
}
