package io.longhaul.dispatcher.cli;

import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The program {@code longhaul}: its commands, and what all of them share. */
@Command(
        name = "longhaul",
        mixinStandardHelpOptions = true,
        description = "Runs data migrations on live databases, in the background.",
        versionProvider = Longhaul.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  longhaul run 0001 --wait",
            "",
            "Data goes to standard output, prose and errors to standard error.",
            "Settings come from the environment (LONGHAUL_POSTGRES_URL, LONGHAUL_RABBITMQ_URL, LONGHAUL_REDIS_URL, …)",
            "or from the YAML file that LONGHAUL_CONFIG names."
        })
public final class Longhaul {

    private static final int WIDEST = 120;

    private Longhaul() {}

    /** The program, ready to execute a command line. */
    public static CommandLine commandLine(Ports ports, Terminal terminal, Surroundings surroundings) {
        ZoneId zone = surroundings.clock().getZone();
        Shown shown = new Shown(terminal, ports.search(), ports.redisCli(), zone);
        Watching watching = new Watching(terminal, surroundings);
        RunAnswer answer = new RunAnswer(ports.search(), terminal, shown, watching);
        Confirmation confirmation = new Confirmation(ports, terminal, surroundings);
        ControlAnswer control = new ControlAnswer(ports, terminal, shown, zone);
        Mishaps mishaps = new Mishaps(terminal);
        CommandLine program = new CommandLine(new Longhaul())
                .addSubcommand(new RunCommand(ports, surroundings, confirmation, answer))
                .addSubcommand(new PlanCommand(ports, terminal))
                .addSubcommand(new ListCommand(ports.search(), terminal, zone))
                .addSubcommand(new ShowCommand(ports.search(), shown))
                .addSubcommand(new WatchCommand(ports.search(), watching, shown))
                .addSubcommand(new PauseCommand(control, surroundings.who()))
                .addSubcommand(new ResumeCommand(control, surroundings.who()))
                .addSubcommand(new StopCommand(control, surroundings.who()))
                .addSubcommand(new RollbackCommand(control, surroundings.who()))
                .addSubcommand(new MarkDoneCommand(ports, terminal, shown, surroundings.who()))
                .addSubcommand(new GateCommand(ports.search(), terminal))
                .addSubcommand(new ErrorsCommand(ports.search(), terminal, zone))
                .addSubcommand(new HistoryCommand(ports, terminal, zone))
                .addSubcommand(new SettingsCommand(ports, terminal, surroundings.who(), zone))
                .addSubcommand(new TasksCommand(ports.tasks(), ports.redisCli(), terminal, surroundings.clock()))
                .addSubcommand(new DoctorCommand(ports.doctor(), terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new NewCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new ReaperCommand(ports.reaper(), surroundings))
                .addSubcommand(new HelpCommand());
        program.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
        program.getSubcommands().values().forEach(Longhaul::addHelp);
        return program.setHelpFactory(SpacedLabels::new)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.outColours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.min(WIDEST, terminal.width()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(mishaps)
                .setParameterExceptionHandler(mishaps);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    }

    /** Which build this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Longhaul.class.getPackage().getImplementationVersion();
            return new String[] {"longhaul " + (version == null ? "(not packaged)" : version)};
        }
    }
}
