package io.longhaul.dispatcher.doctor;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Checkup.Books;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tables say.
 *
 * @param books of the store
 * @param overview of all migrations
 * @param vitals of all processes
 * @param deadAfter by which they are judged
 */
record BooksSight(Books books, List<Overview> overview, Vitals vitals, Duration deadAfter) {

    BooksSight {
        overview = List.copyOf(overview);
    }

    List<Seen> up(Kind kind) {
        return vitals.members().stream()
                .filter(seen -> seen.member().kind() == kind)
                .filter(seen -> seen.sinceBeat().compareTo(deadAfter) < 0)
                .toList();
    }

    List<Seen> silent(Kind kind) {
        return vitals.members().stream()
                .filter(seen -> seen.member().kind() == kind)
                .filter(seen -> seen.sinceBeat().compareTo(deadAfter) >= 0)
                .toList();
    }

    Map<RunId, Run> runs() {
        Map<RunId, Run> runs = new LinkedHashMap<>();
        overview.stream().flatMap(line -> line.run().stream()).forEach(run -> runs.put(run.id(), run));
        return runs;
    }

    long queued() {
        return runs().values().stream()
                .filter(run -> run.state() == RunState.QUEUED)
                .count();
    }

    Crew crew() {
        int busy = (int)
                runs().values().stream().filter(run -> run.state().isOwned()).count();
        int up = up(Kind.WORKER).size();
        return new Crew(up, Math.min(up, busy));
    }
}
