package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Terms;
import io.longhaul.common.version.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What would become of a run of a migration that never ran. */
public sealed interface Prospect {

    /** It may begin, as far as can be told without a target. */
    record Ready() implements Prospect {}

    /** The application is not there yet. */
    record Future(Version needs, Version is) implements Prospect {}

    /** The application has moved past it. */
    record TooLate(Version last, Version is) implements Prospect {}

    /** What it comes after is not done. */
    record Blocked(List<Earlier> after) implements Prospect {

        public Blocked {
            after = List.copyOf(after);
        }
    }

    /**
     * A migration that is not done.
     *
     * @param state of its newest run; absent where it never ran
     */
    record Earlier(MigrationId migration, Optional<RunState> state) {

        boolean isDone() {
            return state.filter(RunState::countsAsDone).isPresent();
        }
    }

    /**
     * Of one with these terms among all; the version of the application is absent where no worker that is up knows it.
     */
    static Prospect of(Terms terms, List<Overview> all, Optional<Version> application) {
        if (application.isPresent()) {
            Version now = application.get();
            switch (terms.versions().sideOf(now)) {
                case BELOW -> {
                    return new Future(terms.versions().from().orElse(now), now);
                }
                case ABOVE -> {
                    return new TooLate(terms.versions().through().orElse(now), now);
                }
                case WITHIN -> {}
            }
        }
        List<Earlier> undone = terms.after().stream()
                .map(id -> new Earlier(id, state(id, all)))
                .filter(earlier -> !earlier.isDone())
                .toList();
        return undone.isEmpty() ? new Ready() : new Blocked(undone);
    }

    private static Optional<RunState> state(MigrationId migration, List<Overview> all) {
        return all.stream()
                .filter(line -> line.registered().migration().equals(migration))
                .flatMap(line -> line.run().stream())
                .map(run -> run.state())
                .findFirst();
    }

    /** Where a state would stand. */
    default String word() {
        if (this instanceof Future) {
            return "future";
        }
        return this instanceof Blocked ? "blocked" : StateWords.NEVER_RUN;
    }

    /** What stands in the way; absent where nothing does. */
    default Optional<String> obstacle(Function<MigrationId, String> id) {
        if (this instanceof Future future) {
            return Optional.of("needs app %s, this is %s".formatted(future.needs(), future.is()));
        }
        if (this instanceof TooLate late) {
            return Optional.of("too late: for app up to %s, this is %s".formatted(late.last(), late.is()));
        }
        if (this instanceof Blocked blocked) {
            return Optional.of(blocked.after().stream()
                    .map(earlier -> "%s (%s)"
                            .formatted(
                                    id.apply(earlier.migration()),
                                    earlier.state().map(RunState::words).orElse(StateWords.NEVER_RUN)))
                    .collect(Collectors.joining(", ", "after ", "")));
        }
        return Optional.empty();
    }
}
