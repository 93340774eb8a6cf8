package io.longhaul.dispatcher.doctor;

import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Checkup.SlotHolder;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.dispatcher.text.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the tables say of those who work, and of what waits for them. */
final class BooksJudgement {

    /** The relay sends what is due each time the reaper looks. */
    static final Duration LATE = Duration.ofSeconds(10);

    static final Duration MUCH_TOO_LATE = Duration.ofMinutes(1);

    private static final String WORKERS = "workers";
    private static final String REAPERS = "reapers";
    private static final String QUEUE = "queue";

    private BooksJudgement() {}

    static List<Finding> of(Sight<BooksSight> seen) {
        return seen.fold(
                BooksJudgement::of,
                why -> List.of(Finding.problem(
                        "records",
                        "readable",
                        "outbox, slot, workers, reapers and catalog are not known: " + why,
                        "bring PostgreSQL and its tables in order first")));
    }

    private static List<Finding> of(BooksSight seen) {
        List<Finding> findings = new ArrayList<>();
        findings.add(outbox(seen));
        seen.books()
                .slot()
                .map(slot -> slot(slot, seen))
                .ifPresentOrElse(findings::add, () -> findings.add(Finding.ok(QUEUE, "slot", "free")));
        findings.add(workers(seen));
        ended(seen).ifPresent(findings::add);
        findings.add(reapers(seen));
        findings.addAll(CatalogJudgement.of(seen));
        return findings;
    }

    private static Finding outbox(BooksSight seen) {
        Optional<Duration> oldest = seen.books().oldestWakeUp();
        if (oldest.isEmpty()) {
            return Finding.ok(QUEUE, "outbox", "empty");
        }
        String found =
                "%d unconfirmed, the oldest for %s".formatted(seen.vitals().outbox(), Spans.of(oldest.get()));
        if (oldest.get().compareTo(LATE) < 0) {
            return Finding.ok(QUEUE, "outbox", found);
        }
        String remedy = seen.up(Kind.REAPER).isEmpty()
                ? "start a reaper: it sends them"
                : "look whether RabbitMQ takes messages (above), and into the reaper's log";
        return oldest.get().compareTo(MUCH_TOO_LATE) < 0
                ? Finding.warning(QUEUE, "outbox", found, remedy)
                : Finding.problem(QUEUE, "outbox", found, remedy);
    }

    private static Finding slot(SlotHolder slot, BooksSight seen) {
        String found = "%s, run %s, %s"
                .formatted(slot.migration(), slot.run().brief(), slot.state().words());
        if (!slot.state().isOwned()) {
            return slot.state() == RunState.PAUSED && seen.queued() > 0
                    ? Finding.warning(
                            QUEUE,
                            "slot",
                            "%s, while %s".formatted(found, waits(seen.queued())),
                            "longhaul resume %s, or stop it".formatted(slot.migration()))
                    : Finding.ok(QUEUE, "slot", found);
        }
        Duration silent = slot.silent().orElse(Duration.ZERO);
        String beat = "%s; %s silent for %s".formatted(found, slot.worker(), Spans.of(silent));
        if (silent.compareTo(slot.deadAfter().orElse(seen.deadAfter())) < 0) {
            return Finding.ok(QUEUE, "slot", found + " by " + slot.worker());
        }
        return seen.up(Kind.REAPER).isEmpty()
                ? Finding.problem(QUEUE, "slot", beat, "start a reaper: it takes the run over from its worker")
                : Finding.warning(
                        QUEUE, "slot", beat, "nothing: the reaper takes it over; if not soon, look into its log");
    }

    private static Finding workers(BooksSight seen) {
        List<Seen> up = seen.up(Kind.WORKER);
        if (!up.isEmpty()) {
            return Finding.ok(WORKERS, "up", names(up));
        }
        return seen.queued() > 0
                ? Finding.problem(WORKERS, "up", "none, while " + waits(seen.queued()), "start one: longhaul-worker")
                : Finding.warning(WORKERS, "up", "none", "start one before you ask for a run: longhaul-worker");
    }

    /** Those that ended long ago are of no use to anybody. */
    private static Optional<Finding> ended(BooksSight seen) {
        List<Seen> lately = seen.silent(Kind.WORKER).stream()
                .filter(worker -> worker.sinceBeat().compareTo(Duration.ofMinutes(10)) < 0)
                .toList();
        return lately.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        WORKERS,
                        "silent",
                        names(lately),
                        "they ended without a word, or are cut off from PostgreSQL: look into their logs"));
    }

    private static Finding reapers(BooksSight seen) {
        List<Seen> up = seen.up(Kind.REAPER);
        return up.isEmpty()
                ? Finding.problem(
                        REAPERS,
                        "up",
                        "none",
                        "start one: longhaul reaper; until then nobody takes runs over from dead workers")
                : Finding.ok(REAPERS, "up", names(up));
    }

    private static String waits(long runs) {
        return runs == 1 ? "1 run waits" : runs + " runs wait";
    }

    private static String names(List<Seen> members) {
        return members.stream()
                .map(seen -> "%s (%s, pid %d, beat %s ago)"
                        .formatted(
                                seen.member().id(),
                                seen.member().host(),
                                seen.member().pid(),
                                Spans.of(seen.sinceBeat())))
                .collect(Collectors.joining(", "));
    }
}
