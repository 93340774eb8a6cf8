package io.longhaul.dispatcher.cli;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what people mean by a few characters. Throws {@link Refusal} where that is nothing or more than one. */
final class Lookup {

    private static final int CANDIDATES = 10;

    private final RunSearch search;

    Lookup(RunSearch search) {
        this.search = search;
    }

    MigrationId migration(String text) {
        List<MigrationId> found = search.migrations(text);
        if (found.isEmpty() && text.chars().allMatch(Character::isDigit)) {
            found = numbered(text);
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw found.isEmpty() ? unknown(text) : new Refusal("'%s' may be\n%s".formatted(text, lines(found)));
    }

    /** The details of the run that is meant; empty where the migration never ran. */
    Optional<Details> run(Choice choice) {
        Optional<MigrationId> migration = choice.id().map(this::migration);
        if (choice.run().isEmpty()) {
            return migration.flatMap(search::newest).flatMap(search::details);
        }
        String text = choice.run().get();
        List<Details> found = search.runs(text).stream()
                .flatMap(run -> search.details(run).stream())
                .filter(details ->
                        migration.isEmpty() || details.run().migration().equals(migration.get()))
                .toList();
        if (found.size() == 1) {
            return Optional.of(found.get(0));
        }
        String of = migration.map(id -> " of " + id).orElse("");
        throw new Refusal(
                found.isEmpty()
                        ? "There is no run%s that begins with '%s'.".formatted(of, text)
                        : "'%s' may be\n%s"
                                .formatted(
                                        text,
                                        lines(found.stream().map(Lookup::line).toList())));
    }

    /** {@code 7} means {@code 0007_…}. */
    private List<MigrationId> numbered(String digits) {
        String wanted = digits.replaceFirst("^0+(?=.)", "");
        return search.migrations("").stream()
                .filter(id -> id.value().matches("0*" + wanted + "(\\D.*)?"))
                .toList();
    }

    private Refusal unknown(String text) {
        List<MigrationId> all = search.migrations("");
        return new Refusal(
                all.isEmpty()
                        ? "There is no migration yet: a worker brings them along when it starts."
                        : "There is no migration that begins with '%s'. There are\n%s".formatted(text, lines(all)));
    }

    private static String line(Details details) {
        RunId id = details.run().id();
        return "%s  %s, %s"
                .formatted(id, details.run().migration(), details.run().state().words());
    }

    private static String lines(List<?> candidates) {
        String more =
                candidates.size() > CANDIDATES ? "\n  … and %d more".formatted(candidates.size() - CANDIDATES) : "";
        return candidates.stream().limit(CANDIDATES).map(c -> "  " + c).collect(Collectors.joining("\n")) + more;
    }
}
