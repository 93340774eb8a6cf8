package io.longhaul.worker.run;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Marks;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the journal of a run and the marks on one of its databases do not agree on: one of the two was restored from a
 * backup. A mark is written before the journal's line is closed, so that no death leaves a line without its mark.
 *
 * @param engine which database
 * @param lost done by the journal, and marked once; the mark is gone
 * @param unknown operations whose marks the journal does not know
 * @param fence an epoch that the database has been fenced for and the run has not reached; 0 where there is none
 * @param last the latest of what is marked there still
 */
record Discrepancy(Engine engine, List<Attempt> lost, Set<Integer> unknown, long fence, Optional<Attempt> last) {

    /** Of each database one at most: pure. */
    static List<Discrepancy> between(Plan plan, List<Attempt> attempts, Map<Engine, Marks> found, Epoch epoch) {
        return found.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(marks -> of(marks.getKey(), plan, attempts, marks.getValue(), epoch))
                .filter(discrepancy -> !discrepancy.lost.isEmpty() || discrepancy.isOfTheJournal())
                .toList();
    }

    private static Discrepancy of(Engine engine, Plan plan, List<Attempt> attempts, Marks marks, Epoch epoch) {
        List<Attempt> marked = attempts.stream()
                .filter(attempt -> attempt.isDone() && attempt.marked())
                .filter(attempt -> engine(plan, attempt).filter(engine::equals).isPresent())
                .toList();
        Set<QueryId> known = attempts.stream().map(Attempt::query).collect(Collectors.toSet());
        Set<Integer> unknown = marks.queries().stream()
                .filter(query -> !known.contains(query.outer()))
                .map(QueryId::operation)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Discrepancy(
                engine,
                marked.stream()
                        .filter(attempt -> !marks.queries().contains(attempt.query()))
                        .toList(),
                unknown,
                marks.fence() > epoch.value() ? marks.fence() : 0,
                marked.stream()
                        .filter(attempt -> marks.queries().contains(attempt.query()))
                        .reduce((earlier, later) -> later));
    }

    private static Optional<Engine> engine(Plan plan, Attempt attempt) {
        return plan.operations().stream()
                .filter(operation -> operation.index() == attempt.operation())
                .map(PlannedOperation::engine)
                .findFirst();
    }

    /** Longhaul's own database is older than this one. */
    boolean isOfTheJournal() {
        return !unknown.isEmpty() || fence > 0;
    }

    /** What was found, and what somebody can do. */
    String words(MigrationId migration, Direction direction) {
        return isOfTheJournal() ? ofTheJournal(migration) : ofTheTarget(migration, direction);
    }

    private String ofTheJournal(MigrationId migration) {
        String what = unknown.isEmpty()
                ? "%s knows this run in epoch %d, which it has not reached by the journal".formatted(title(), fence)
                : "%s has marks of %s of this run that the journal does not know"
                        .formatted(title(), numbers("operation", unknown));
        return "%s: Longhaul's own PostgreSQL was restored from an older backup. Nothing more was sent. "
                        .formatted(what)
                + "Restore it from a newer one and 'longhaul resume %s', or undo by hand what the journal does not know"
                        .formatted(migration)
                + " ('A restored database' in docs/operating.md)";
    }

    private String ofTheTarget(MigrationId migration, Direction direction) {
        String since = last.map(attempt -> ", while %s, done at %s, has".formatted(one(attempt), at(attempt)))
                .orElse("");
        String what = "%s done by the journal since %s, but %s no mark in %s any more%s: it was restored from a backup"
                .formatted(said(lost), at(lost.get(0)), lost.size() == 1 ? "has" : "have", title(), since);
        String command = direction == Direction.FORWARD
                ? "'longhaul resume %1$s --lost=gone' carries out again what is lost, 'longhaul rollback %1$s --lost=gone'"
                        + " takes back the rest"
                : "'longhaul resume %1$s --lost=gone' takes back the rest";
        return "%s. Nothing more was sent. %s; --lost=there where only table longhaul_mark was touched; "
                        .formatted(what, command.formatted(migration))
                + "or restore a newer backup and 'longhaul resume %s'".formatted(migration);
    }

    private static String said(List<Attempt> lost) {
        List<String> parts = new ArrayList<>();
        Set<Integer> forward = operations(lost, Direction.FORWARD);
        Set<Integer> backward = operations(lost, Direction.BACKWARD);
        if (!forward.isEmpty()) {
            parts.add(numbers("operation", forward));
        }
        if (!backward.isEmpty()) {
            parts.add("the rollback of " + numbers("operation", backward));
        }
        boolean single = lost.size() == 1;
        return String.join(" and ", parts) + (single ? " is" : " are");
    }

    private static Set<Integer> operations(List<Attempt> lost, Direction direction) {
        return lost.stream()
                .filter(attempt -> attempt.direction() == direction)
                .map(Attempt::operation)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String one(Attempt attempt) {
        return (attempt.direction() == Direction.FORWARD ? "" : "the rollback of ") + "operation "
                + attempt.operation();
    }

    private static Instant at(Attempt attempt) {
        return attempt.endedAt().orElse(attempt.begunAt()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** {@code operations 3 to 5, 7}. */
    private static String numbers(String noun, Set<Integer> sorted) {
        List<String> ranges = new ArrayList<>();
        List<Integer> left = new ArrayList<>(sorted);
        while (!left.isEmpty()) {
            int first = left.remove(0);
            int end = first;
            while (!left.isEmpty() && left.get(0) == end + 1) {
                end = left.remove(0);
            }
            ranges.add(end == first ? "" + first : first + (end == first + 1 ? ", " : " to ") + end);
        }
        return noun + (sorted.size() == 1 ? " " : "s ") + String.join(", ", ranges);
    }

    private String title() {
        return engine.title();
    }
}
