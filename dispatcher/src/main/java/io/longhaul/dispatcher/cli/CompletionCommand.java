package io.longhaul.dispatcher.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code longhaul completion}. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands and options.",
            "For bash, and for zsh after 'autoload -U +X bashcompinit && bashcompinit'. Needs no service and no setting."
        },
        footer = {"", "Example:", "  longhaul completion > ~/.local/share/bash-completion/completions/longhaul"})
final class CompletionCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec command = CommandSpec.create();

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandSpec program = command.root();
        terminal.data(AutoComplete.bash(program.name(), program.commandLine()) + "\n");
        return ExitCode.DONE.number();
    }
}
