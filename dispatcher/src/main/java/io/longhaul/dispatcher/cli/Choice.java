package io.longhaul.dispatcher.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which run: that of a migration, the newest unless another is named. */
final class Choice {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "A migration, or the beginning of its name: 0001 will do if no other begins so.")
    private @Nullable String id;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "A run, or the beginning of its id, such as 8f41c2d6; ID may then be left out. "
                    + "Without this it is the newest run of the migration.")
    private @Nullable String run;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Throws {@link ParameterException} when neither is given. */
    void check() {
        if (id == null && run == null) {
            throw new ParameterException(command.commandLine(), "Say which: an ID or --run.");
        }
    }

    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    Optional<String> run() {
        return Optional.ofNullable(run);
    }
}
