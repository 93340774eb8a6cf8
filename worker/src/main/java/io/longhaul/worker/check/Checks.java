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
                .map(check -> look(check, "required", Map.of()).failure().isEmpty())
                .orElse(true);
    }

    /**
     * Every check that says no, or cannot be answered.
     *
     * @param what they are called: {@code precheck}
     * @param parameters of the run, as they are bound
     */
    public List<Failure> failures(List<Check> checks, String what, Map<String, String> parameters) {
        Findings findings = new Findings();
        look(checks, what, parameters, findings);
        return findings.failures();
    }

    /** Looks at all of them, one after another. */
    public void look(List<Check> checks, String what, Map<String, String> parameters, Findings into) {
        checks.forEach(check -> into.look(what, words(check), () -> look(check, what, parameters)));
    }

    private static String words(Check check) {
        if (check instanceof FreeDisk) {
            return "free disk";
        }
        return check instanceof RowCount rowCount
                ? "rows of " + rowCount.table()
                : ((SqlCheck) check).query().sql().strip();
    }

    /**
     * Looks at one. Throws {@link TargetRefused} when it has no answer.
     *
     * @param what it is called: {@code precheck}
     * @param parameters of the run, as they are bound
     */
    public Finding look(Check check, String what, Map<String, String> parameters) {
        if (check instanceof FreeDisk freeDisk) {
            return freeDisk(freeDisk, what);
        }
        if (check instanceof RowCount rowCount) {
            return rowCount(rowCount, what);
        }
        SqlCheck sql = (SqlCheck) check;
        String words = sql.message().orElse(sql.query().sql().strip());
        return answer(sql.query(), what, parameters)
                ? Finding.yes(what, words(check), "it says yes: " + words(check))
                : finding(check, what, true, what, "%s says no: %s".formatted(what, words));
    }

    private static Finding finding(Check check, String kind, boolean bad, String code, String words) {
        return bad
                ? Finding.no(kind, words(check), new Failure("check", code, words))
                : Finding.yes(kind, words(check), words);
    }

    private Finding rowCount(RowCount check, String kind) {
        long rows = targets.of(check.engine()).rowCount(check.table());
        boolean few = check.atLeast().filter(least -> rows < least).isPresent();
        boolean many = check.atMost().filter(most -> rows > most).isPresent();
        List<String> bounds = new ArrayList<>();
        check.atLeast().ifPresent(least -> bounds.add("at least " + least));
        check.atMost().ifPresent(most -> bounds.add("at most " + most));
        String words =
                "table %s has %d rows, needed are %s".formatted(check.table(), rows, String.join(" and ", bounds));
        return finding(check, kind, few || many, "rowCount", words);
    }

    private Finding freeDisk(FreeDisk check, String kind) {
        Target target = targets.of(Engine.CLICKHOUSE);
        long free = check.forTable()
                .map(forTable -> target.freeDiskBytesFor(forTable.table()))
                .orElseGet(target::freeDiskBytes);
        List<String> needs = new ArrayList<>();
        long needed = check.atLeast().orElse(0L);
        if (check.forTable().isPresent()) {
            FreeDisk.ForTable forTable = check.forTable().get();
            long size = target.tableBytes(forTable.table());
            long times = (long) Math.ceil(size * forTable.factor());
            needed = Math.max(needed, times);
            needs.add("%s times table %s (%s) is %s"
                    .formatted(forTable.factor(), forTable.table(), bytes(size), bytes(times)));
        }
        check.atLeast().ifPresent(atLeast -> needs.add("at least " + bytes(atLeast)));
        String words = "free disk is %s, needed is %s".formatted(bytes(free), String.join(" and ", needs));
        return finding(check, kind, free < needed, "freeDisk", words);
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
