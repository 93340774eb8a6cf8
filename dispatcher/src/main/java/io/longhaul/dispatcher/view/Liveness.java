package io.longhaul.dispatcher.view;

import io.longhaul.common.config.Timers;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence.Health;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who lives, and how the living find the services.
 *
 * @param vitals as the store knows them
 */
record Liveness(Vitals vitals) {

    /** Processes of a kind that beat lately, the freshest first. */
    List<Seen> alive(Kind kind) {
        return of(kind).filter(Liveness::isAlive).toList();
    }

    /** The process of a kind that beat last, however long ago. */
    Optional<Seen> last(Kind kind) {
        return of(kind).findFirst();
    }

    Optional<Seen> worker(WorkerId id) {
        return of(Kind.WORKER)
                .filter(seen -> seen.member().id().equals(id.value()))
                .findFirst();
    }

    /** What the freshest process that uses the service said of it, if one lives. */
    Optional<Health> health(Service service) {
        return vitals.members().stream()
                .filter(Liveness::isAlive)
                .sorted(Comparator.comparing(Seen::sinceBeat))
                .flatMap(seen -> Optional.ofNullable(seen.services().get(service)).stream())
                .findFirst();
    }

    /** By the preset; whoever runs with slower timers sees "silent" a little early, and nothing acts on it. */
    static boolean isAlive(Seen seen) {
        return seen.sinceBeat().compareTo(Timers.DEFAULTS.deadAfter()) < 0;
    }

    private Stream<Seen> of(Kind kind) {
        return vitals.members().stream()
                .filter(seen -> seen.member().kind() == kind)
                .sorted(Comparator.comparing(Seen::sinceBeat));
    }
}
