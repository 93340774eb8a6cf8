package io.longhaul.dispatcher.cli;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.dispatcher.preview.Inquiry;
import io.longhaul.dispatcher.preview.Previewed;
import io.longhaul.dispatcher.preview.Previewed.Told;
import io.longhaul.dispatcher.preview.Previewed.Untold;
import io.longhaul.dispatcher.view.PreviewPage;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Shows somebody at a terminal in short what a run would be, and asks whether that is meant. */
final class Confirmation {

    private final Ports ports;
    private final Terminal terminal;
    private final Surroundings surroundings;

    Confirmation(Ports ports, Terminal terminal, Surroundings surroundings) {
        this.ports = ports;
        this.terminal = terminal;
        this.surroundings = surroundings;
    }

    /** Whether the run is meant: also where nobody sits there to be asked, and where it will be refused at once. */
    boolean isGiven(MigrationId migration, Map<String, String> chosen) {
        Optional<BufferedReader> keyboard = surroundings.keyboard();
        if (keyboard.isEmpty()
                || new Hindrance(ports.search().get()).of(migration).isPresent()) {
            return true;
        }
        String no = "\nNothing was asked for.";
        surroundings.interrupts().meanwhile(() -> terminal.say(no), ExitCode.REFUSED);
        try {
            terminal.say("Asking a worker what it would do …");
            terminal.draw(brief(migration, chosen));
            terminal.draw("Run %s? [y/N] ".formatted(migration));
            Optional<String> line = Optional.ofNullable(keyboard.get().readLine());
            boolean yes = line.filter(Confirmation::isYes).isPresent();
            if (!yes) {
                terminal.say(line.isPresent() ? no.strip() : no);
            }
            return yes;
        } catch (IOException gone) {
            terminal.say(no);
            return false;
        } finally {
            surroundings.interrupts().usual();
        }
    }

    private String brief(MigrationId migration, Map<String, String> chosen) {
        Previewed previewed =
                new Inquiry(ports.questions().get(), ports.search().get()).ask(migration, chosen, 1);
        return previewed instanceof Told told
                ? new PreviewPage(migration, told, Optional.empty()).brief(terminal.width(), terminal.errColours())
                : ((Untold) previewed).why() + "\n";
    }

    private static boolean isYes(String line) {
        String word = line.strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
