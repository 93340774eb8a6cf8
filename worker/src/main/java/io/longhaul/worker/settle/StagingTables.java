package io.longhaul.worker.settle;

import io.longhaul.common.run.Hold;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of staging tables: they carry run and epoch, so that a late statement finds its table gone. */
public final class StagingTables {

    private static final Pattern EPOCH = Pattern.compile("_e(\\d{1,18})$");

    private StagingTables() {}

    /** The one of this epoch. */
    public static String name(Hold hold) {
        return "%s%s".formatted(prefix(hold), hold.epoch());
    }

    /** How those of all epochs of the run begin. */
    public static String prefix(Hold hold) {
        return "lh_staging_%s_e".formatted(hold.run().brief());
    }

    /** Whether the table is of this epoch or an earlier one of the run. */
    public static boolean isOurs(String table, Hold hold) {
        return table.startsWith(prefix(hold))
                && epoch(table).filter(epoch -> epoch <= hold.epoch().value()).isPresent();
    }

    private static Optional<Long> epoch(String table) {
        Matcher matcher = EPOCH.matcher(table);
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }
}
