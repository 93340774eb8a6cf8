package io.longhaul.dispatcher.cli;

import io.longhaul.common.definition.DefinitionSchema;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.dispatcher.author.Draft;
import io.longhaul.dispatcher.author.Draft.Outcome;
import io.longhaul.dispatcher.view.DraftView;
import io.longhaul.dispatcher.view.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhaul new}. */
@Command(
        name = "new",
        description = {
            "Writes a definition to begin with.",
            "ID.yaml is right as it is and explains every part; beside it, unless it is there, " + DefinitionSchema.FILE
                    + ", with which editors complete and check while you type. No file is ever overwritten. Needs no"
                    + " service and no setting."
        },
        footer = {"", "Example:", "  longhaul new 0007_events_sorting_key --dir migrations"})
final class NewCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The id of the migration.")
    private @Nullable String id;

    @Option(names = "--dir", paramLabel = "DIR", description = "The directory to write to; preset is this one.")
    private Path directory = Path.of("");

    @Option(names = "--schema", description = "Prints the JSON Schema of definitions, and writes nothing.")
    private boolean schema;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec command = CommandSpec.create();

    NewCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (schema) {
            terminal.data(DefinitionSchema.text());
            return ExitCode.DONE.number();
        }
        MigrationId migration = new MigrationId(wanted());
        // The empty path is this directory, though Java finds no such one.
        if (!Files.isDirectory(directory.toAbsolutePath())) {
            throw wrong("There is no directory %s; make it first, or name another with --dir.".formatted(directory));
        }
        Outcome outcome = new Draft(migration).writeTo(directory);
        if (outcome instanceof Outcome.Written written) {
            say(migration, written);
            return ExitCode.DONE.number();
        }
        throw new Refusal(
                outcome instanceof Outcome.Taken taken
                        ? "%s is there already; choose another id, or delete it first.".formatted(taken.file())
                        : "It cannot be written: %s.".formatted(((Outcome.NotWritten) outcome).why()));
    }

    private String wanted() {
        if (id == null) {
            throw wrong("Say which: an ID, such as 0007_events_sorting_key.");
        }
        String bare = id.replaceFirst("\\.ya?ml$", "");
        if (!bare.equals(id) || !MigrationId.isValid(id)) {
            throw wrong(
                    "'%s' is no migration id: it is 1 to 100 letters, digits, '_', '-' and '.', with a letter or digit first; such as %s."
                            .formatted(id, suggestion(bare)));
        }
        return id;
    }

    /** The nearest that is right. */
    private static String suggestion(String bare) {
        String near = bare.replaceAll("[^0-9A-Za-z_.-]+", "_").replaceFirst("^[_.-]+", "");
        String shorter = near.substring(0, Math.min(near.length(), 100));
        return MigrationId.isValid(shorter) ? shorter : "0007_events_sorting_key";
    }

    private void say(MigrationId migration, Outcome.Written written) {
        terminal.data(
                output.isJson()
                        ? Json.document(DraftView.of(migration, written.file(), written.schema()))
                        : written.file() + "\n");
        written.schema().ifPresent(file -> terminal.say("For your editor: " + file));
        terminal.say("Change it, then check it with: longhaul validate " + written.file());
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
