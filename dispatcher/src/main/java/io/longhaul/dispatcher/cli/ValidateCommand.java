package io.longhaul.dispatcher.cli;

import io.longhaul.common.definition.Inspection;
import io.longhaul.dispatcher.view.InspectionPage;
import io.longhaul.dispatcher.view.InspectionView;
import io.longhaul.dispatcher.view.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longhaul validate}. */
@Command(
        name = "validate",
        description = {
            "Checks definitions, as a worker does when it starts.",
            "Says every mistake as file:line:column: what is wrong; what would be right. Ends with 0 when all are right,"
                    + " else 2. Needs no service and no setting."
        },
        footer = {"", "Example:", "  longhaul validate migrations"})
final class ValidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description = "A directory of definitions as a worker has it, or a file of one.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private Output output = new Output();

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Inspection inspection = Inspection.of(paths);
        terminal.data(
                output.isJson()
                        ? Json.document(InspectionView.of(inspection))
                        : InspectionPage.lines(inspection, terminal.outColours()));
        terminal.say(InspectionPage.counts(inspection));
        return (inspection.problems().isEmpty() ? ExitCode.DONE : ExitCode.USAGE).number();
    }
}
