package io.longhaul.worker.check;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.RowCount;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at a migration's checks on a target, all of them, so that every failure is reported at once. */
public final class Checks {

    private final Targets targets;

    public Checks(Targets targets) {
        this.targets = targets;
    }

    /** Whether there is anything to do here. Throws {@link TargetRefused} when the question has no answer. */
    public boolean isRequired(Migration migration) {
        return migration
                .required()
                .map(check -> failure(check, "required", Map.of()).isEmpty())
                .orElse(true);
    }

    /**
     * Every check that says no, or cannot be answered.
     *
     * @param what they are called: {@code precheck}
     * @param parameters of the run, as they are bound
     */
    public List<Failure> failures(List<Check> checks, String what, Map<String, String> parameters) {
        List<Failure> failures = new ArrayList<>();
        for (Check check : checks) {
            try {
                failure(check, what, parameters).ifPresent(failures::add);
            } catch (TargetRefused unanswered) {
                failures.add(unanswered.failure());
            }
        }
        return failures;
    }

    /**
     * Why a check says no; empty when it says yes. Throws {@link TargetRefused} when it has no answer.
     *
     * @param what it is called: {@code precheck}
     * @param parameters of the run, as they are bound
     */
    public Optional<Failure> failure(Check check, String what, Map<String, String> parameters) {
        if (check instanceof FreeDisk freeDisk) {
            return failure(freeDisk);
        }
        if (check instanceof RowCount rowCount) {
            return failure(rowCount);
        }
        SqlCheck sql = (SqlCheck) check;
        return answer(sql.query(), what, parameters)
                ? Optional.empty()
                : Optional.of(new Failure(
                        "check",
                        what,
                        "%s says no: %s"
                                .formatted(
                                        what,
                                        sql.message().orElse(sql.query().sql().strip()))));
    }

    private Optional<Failure> failure(RowCount check) {
        long rows = targets.of(check.engine()).rowCount(check.table());
        boolean few = check.atLeast().filter(least -> rows < least).isPresent();
        boolean many = check.atMost().filter(most -> rows > most).isPresent();
        return few || many
                ? Optional.of(new Failure(
                        "check",
                        "rowCount",
                        "table %s has %d rows, needed are %s %d"
                                .formatted(
                                        check.table(),
                                        rows,
                                        few ? "at least" : "at most",
                                        (few ? check.atLeast() : check.atMost()).orElseThrow())))
                : Optional.empty();
    }

    private Optional<Failure> failure(FreeDisk check) {
        Target target = targets.of(Engine.CLICKHOUSE);
        long free = check.forTable()
                .map(forTable -> target.freeDiskBytesFor(forTable.table()))
                .orElseGet(target::freeDiskBytes);
        List<String> missing = new ArrayList<>();
        check.forTable().ifPresent(forTable -> {
            long size = target.tableBytes(forTable.table());
            long needed = (long) Math.ceil(size * forTable.factor());
            if (free < needed) {
                missing.add("%s times table %s (%s) is %s"
                        .formatted(forTable.factor(), forTable.table(), bytes(size), bytes(needed)));
            }
        });
        check.atLeast()
                .filter(atLeast -> free < atLeast)
                .ifPresent(atLeast -> missing.add("at least " + bytes(atLeast)));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Failure(
                        "check",
                        "freeDisk",
                        "free disk is %s, needed is %s".formatted(bytes(free), String.join(" and ", missing))));
    }

    private boolean answer(Query query, String what, Map<String, String> parameters) {
        return YesOrNo.read(targets.rows(query, parameters))
                .orElseThrow(() -> new TargetRefused(new Failure(
                        "check",
                        what,
                        "%s must return one row with one value, 1 or 0, and did not: %s"
                                .formatted(what, query.sql().strip()))));
    }

    private static String bytes(long count) {
        if (count < 1L << 20) {
            return count + " bytes";
        }
        return count < 1L << 30
                ? String.format(Locale.ROOT, "%.1f MiB", count / (double) (1L << 20))
                : String.format(Locale.ROOT, "%.1f GiB", count / (double) (1L << 30));
    }
}
