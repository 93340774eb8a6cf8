package io.longhaul.worker.check;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.run.Failure;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at a migration's checks on a target, all of them, so that every failure is reported at once. */
public final class Checks {

    private final Target target;

    public Checks(Target target) {
        this.target = target;
    }

    /** Whether there is anything to do here. Throws {@link TargetRefused} when the question has no answer. */
    public boolean isRequired(Migration migration) {
        return migration.required().map(check -> answer(check, "required")).orElse(true);
    }

    /**
     * Every check that says no, or cannot be answered.
     *
     * @param what they are called: {@code precheck}
     */
    public List<Failure> failures(List<Check> checks, String what) {
        List<Failure> failures = new ArrayList<>();
        for (Check check : checks) {
            try {
                failure(check, what).ifPresent(failures::add);
            } catch (TargetRefused unanswered) {
                failures.add(unanswered.failure());
            }
        }
        return failures;
    }

    private Optional<Failure> failure(Check check, String what) {
        if (check instanceof FreeDisk freeDisk) {
            return failure(freeDisk);
        }
        SqlCheck sql = (SqlCheck) check;
        return answer(sql, what)
                ? Optional.empty()
                : Optional.of(new Failure(
                        "check",
                        what,
                        "%s says no: %s"
                                .formatted(what, sql.message().orElse(sql.sql().strip()))));
    }

    private Optional<Failure> failure(FreeDisk check) {
        long free = target.freeDiskBytes();
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

    private boolean answer(SqlCheck check, String what) {
        return YesOrNo.read(target.rows(check.sql(), Map.of()))
                .orElseThrow(() -> new TargetRefused(new Failure(
                        "check",
                        what,
                        "%s must return one row with one value, 1 or 0, and did not: %s"
                                .formatted(what, check.sql().strip()))));
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
