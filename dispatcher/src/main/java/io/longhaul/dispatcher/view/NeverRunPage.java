package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.common.store.RunSearch.Required;
import io.longhaul.common.store.RunSearch.Terms;
import io.longhaul.dispatcher.text.Facts;
import io.longhaul.dispatcher.text.Tone;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A migration that never ran: what it is for, and its file with all operations and rollbacks. */
public final class NeverRunPage {

    private NeverRunPage() {}

    /** The page as text; {@code id} is what its reader types for the migration. */
    public static String draw(Registered registered, Prospect prospect, String id, int width, boolean colours) {
        Facts facts = new Facts(width, colours);
        facts.add("what", registered.description());
        Terms terms = registered.terms();
        if (terms.versions().isBounded()) {
            facts.add("for app", terms.versions().toString());
        }
        if (!terms.after().isEmpty()) {
            facts.add("after", terms.after().stream().map(MigrationId::value).collect(Collectors.joining(", ")));
        }
        List<Parameter> parameters = registered.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            facts.add(i == 0 ? "parameters" : "", Chosen.line(parameters.get(i)));
        }
        terms.required().ifPresent(required -> facts.add("required", required(required)));
        boolean retired = registered.shipping().isRetired();
        if (retired) {
            facts.add("retired", "workers are up, and none of them ships it any more");
        } else {
            prospect.obstacle(MigrationId::value).ifPresent(obstacle -> facts.add(prospect.word(), obstacle));
            choice(prospect, id, parameters).ifPresent(choice -> facts.add("you can", choice));
        }
        return "%s   %s\n%s\n%s"
                .formatted(
                        Tone.STRONG.paint(registered.migration().value(), colours),
                        (retired ? Retirement.RETIRED : prospect.word()).toUpperCase(Locale.ROOT),
                        facts.draw(),
                        PlanPage.of(registered));
    }

    private static Optional<String> choice(Prospect prospect, String id, List<Parameter> parameters) {
        if (prospect instanceof Prospect.Ready) {
            return Optional.of("run %s%s [--wait]".formatted(id, toChoose(parameters)));
        }
        return prospect instanceof Prospect.Blocked blocked
                ? blocked.after().stream().findFirst().map(earlier -> "show " + earlier.migration())
                : Optional.empty();
    }

    /** What a run cannot be asked for without. */
    private static String toChoose(List<Parameter> parameters) {
        return parameters.stream()
                .filter(parameter -> parameter.standard().isEmpty())
                .map(parameter -> " --set %s=…".formatted(parameter.name()))
                .collect(Collectors.joining());
    }

    private static String required(Required required) {
        return "%s, as %s found".formatted(required.here() ? "yes" : "no", required.by());
    }
}
