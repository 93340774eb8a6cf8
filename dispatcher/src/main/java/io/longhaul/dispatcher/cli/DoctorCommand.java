package io.longhaul.dispatcher.cli;

import io.longhaul.dispatcher.doctor.Doctor;
import io.longhaul.dispatcher.doctor.Finding;
import io.longhaul.dispatcher.doctor.Finding.Verdict;
import io.longhaul.dispatcher.view.DoctorPage;
import io.longhaul.dispatcher.view.DoctorView;
import io.longhaul.dispatcher.view.Json;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code longhaul doctor}. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that Longhaul needs, and says what to do about what it finds.",
            "PostgreSQL, Redis, RabbitMQ, the queue and who works it, the catalog; and asks every worker how it finds its"
                    + " target. Changes nothing. Takes a second where all is well, and never much more than ten. Ends with 0"
                    + " when nobody needs to do anything, 1 when somebody does, 4 when a service cannot be reached."
        },
        footer = {"", "Example:", "  longhaul doctor"})
final class DoctorCommand implements Callable<Integer> {

    private final Supplier<Doctor> doctor;
    private final Terminal terminal;

    @Mixin
    private Output output = new Output();

    DoctorCommand(Supplier<Doctor> doctor, Terminal terminal) {
        this.doctor = doctor;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Finding> findings = doctor.get().examine();
        terminal.data(
                output.isJson()
                        ? Json.document(DoctorView.of(findings))
                        : new DoctorPage(findings).draw(terminal.width(), terminal.outColours()));
        return code(findings).number();
    }

    static ExitCode code(List<Finding> findings) {
        if (findings.stream().anyMatch(Finding::unreachable)) {
            return ExitCode.UNREACHABLE;
        }
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.PROBLEM)
                ? ExitCode.RUN_FAILED
                : ExitCode.DONE;
    }
}
