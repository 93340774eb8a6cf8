package io.longhaul.dispatcher.cli;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.store.Settings;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.dispatcher.text.Table;
import io.longhaul.dispatcher.text.Table.Cell;
import io.longhaul.dispatcher.view.Json;
import io.longhaul.dispatcher.view.SettingView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code longhaul settings}. */
@Command(
        name = "settings",
        description = {
            "Shows or changes what holds for all migrations, or for one.",
            "auto-resume (true, false): a run whose worker died goes on by itself. auto-rollback (true, false): a run that"
                    + " failed goes back by itself, where nothing irreversible is done. max-attempts (1 to 999): how many"
                    + " takeovers without progress are enough. rollback-timeout (30m, 6h, 1d …): how long one statement of a"
                    + " rollback may take. abandoned-after (1d …): how long merges stay off in a table whose rebuild has"
                    + " failed, for somebody to go on with it. Needs only PostgreSQL.",
            "A rebuild hears of a change within seconds, also while it runs. rebuild-threads (auto, 1 to 999): how many"
                    + " chunks are copied at the same time. rebuild-rows-per-second (200000, off): at most, over all"
                    + " threads. It waits while throttle-queries (50, off): more queries of others run; throttle-parts"
                    + " (300, off): a partition of the table has more parts; throttle-memory (80%%, off): the server has"
                    + " more of its memory in use; throttle-free-disk ('5 GiB', off): there is less room;"
                    + " throttle-query ('SELECT …', off): the query does not answer 1."
        },
        footer = {
            "",
            "Example:",
            "  longhaul settings set auto-rollback false --migration 0001",
            "  longhaul settings set throttle-query 'SELECT toHour(now()) NOT BETWEEN 8 AND 18'"
        })
final class SettingsCommand implements Callable<Integer> {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ROOT);

    private final Ports ports;
    private final Terminal terminal;
    private final Supplier<String> you;
    private final ZoneId zone;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "'list' (preset), 'set' or 'unset', which goes back to the value for all or the preset.")
    private Action action = Action.LIST;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Which setting.")
    private @Nullable String name;

    @Parameters(index = "2", arity = "0..1", paramLabel = "VALUE", description = "What to set it to.")
    private @Nullable String value;

    @Option(names = "--migration", paramLabel = "ID", description = "For this migration only; without it for all.")
    private @Nullable String migration;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec command = CommandSpec.create();

    SettingsCommand(Ports ports, Terminal terminal, Supplier<String> you, ZoneId zone) {
        this.ports = ports;
        this.terminal = terminal;
        this.you = you;
        this.zone = zone;
    }

    @Override
    public Integer call() {
        switch (action) {
            case LIST -> {}
            case SET -> set();
            case UNSET -> {
                Name which = which();
                ports.settings().get().unset(whose(), which, you.get());
            }
        }
        print(SettingView.of(ports.settings().get().all()));
        return ExitCode.DONE.number();
    }

    private void set() {
        Name which = which();
        String to = Optional.ofNullable(value).orElseThrow(() -> wrong("Say to which value."));
        if (!which.allows(to)) {
            throw wrong("%s cannot be '%s'. It is %s.".formatted(which.word(), to, which.shape()));
        }
        Settings settings = ports.settings().get();
        settings.set(whose(), which, to, you.get());
    }

    private Name which() {
        return Stream.of(Name.values())
                .filter(one -> one.word().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong("Say which setting: one of "
                        + Stream.of(Name.values()).map(Name::word).collect(Collectors.joining(", ")) + "."));
    }

    private Optional<MigrationId> whose() {
        return Optional.ofNullable(migration)
                .map(id -> new Lookup(ports.search().get()).migration(id));
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command.commandLine(), why);
    }

    private void print(List<SettingView> views) {
        if (output.isJson()) {
            terminal.data(Json.document(views));
            return;
        }
        Table table = new Table(Set.of(), "SETTING", "VALUE", "FOR", "SET BY");
        for (SettingView view : views) {
            table.add(
                    Cell.of(view.name()),
                    Cell.of(view.value()),
                    Cell.of(Optional.ofNullable(view.migration()).orElse("all")),
                    Cell.of(by(view)));
        }
        terminal.data(table.draw(terminal.width(), terminal.outColours()));
    }

    private String by(SettingView view) {
        return Optional.ofNullable(view.changedAt())
                .map(at -> "%s%s, %s"
                        .formatted(view.isSet() ? "" : "unset by ", view.changedBy(), WHEN.format(at.atZone(zone))))
                .orElse("preset");
    }

    enum Action {
        LIST,
        SET,
        UNSET
    }
}
