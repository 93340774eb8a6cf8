package io.longhaul.dispatcher.view;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Presence.Health;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.dispatcher.text.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The line beneath the list: what is going on, who and what is up. */
final class Footer {

    private Footer() {}

    static String of(List<Overview> overview, int hidden, Liveness liveness) {
        List<String> parts = new ArrayList<>();
        parts.add(count(overview, state -> state.isOwned()) + " running");
        long stalled =
                overview.stream().filter(line -> line.stall().isPresent()).count();
        if (stalled > 0) {
            parts.add(stalled + " stalled");
        }
        long queued = count(overview, state -> state == RunState.QUEUED);
        if (queued > 0) {
            parts.add(queued + " queued");
        }
        long need = count(overview, StateWords::needsSomebody);
        if (need > 0) {
            parts.add(need == 1 ? "1 needs you" : need + " need you");
        }
        if (hidden > 0) {
            parts.add(hidden + " retired (--all)");
        }
        parts.add(workers(liveness));
        parts.add(reaper(liveness));
        parts.add(service(liveness, Service.RABBITMQ));
        parts.add(service(liveness, Service.REDIS));
        liveness.health(Service.CLICKHOUSE).filter(Health.AWAY::equals).ifPresent(away -> parts.add("clickhouse AWAY"));
        liveness.health(Service.TARGET_POSTGRES)
                .filter(Health.AWAY::equals)
                .ifPresent(away -> parts.add("target postgres AWAY"));
        parts.add("outbox " + liveness.vitals().outbox());
        return String.join(" · ", parts);
    }

    private static long count(List<Overview> overview, Predicate<RunState> which) {
        return overview.stream()
                .flatMap(line -> line.run().stream())
                .map(Run::state)
                .filter(which)
                .count();
    }

    private static String workers(Liveness liveness) {
        List<Seen> alive = liveness.alive(Kind.WORKER);
        if (alive.isEmpty()) {
            return liveness.last(Kind.WORKER)
                    .map(seen ->
                            "worker %s silent for %s".formatted(seen.member().id(), Spans.of(seen.sinceBeat())))
                    .orElse("no worker");
        }
        Seen freshest = alive.get(0);
        String who = alive.size() == 1 ? "worker " + freshest.member().id() : alive.size() + " workers";
        return "%s beat %s ago".formatted(who, Spans.of(freshest.sinceBeat()));
    }

    private static String reaper(Liveness liveness) {
        if (!liveness.alive(Kind.REAPER).isEmpty()) {
            return "reaper ok";
        }
        return liveness.last(Kind.REAPER)
                .map(seen -> "reaper silent for " + Spans.of(seen.sinceBeat()))
                .orElse("reaper not seen");
    }

    private static String service(Liveness liveness, Service service) {
        String name = service.name().toLowerCase(Locale.ROOT);
        return name + " "
                + liveness.health(service)
                        .map(health -> health == Health.OK ? "ok" : "AWAY")
                        .orElse("not known");
    }
}
