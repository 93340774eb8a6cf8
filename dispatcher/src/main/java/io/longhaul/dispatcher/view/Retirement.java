package io.longhaul.dispatcher.view;

import io.longhaul.common.store.RunSearch.Overview;
import java.util.List;

/** What to show of migrations that no worker ships any more. */
public final class Retirement {

    static final String RETIRED = "retired";

    private Retirement() {}

    /** Without what is retired, has nothing unfinished and has left nothing. */
    public static List<Overview> withoutRetired(List<Overview> all) {
        return all.stream()
                .filter(line -> !isRetired(line) || !line.kept().isEmpty())
                .toList();
    }

    /** A run that is not over keeps its migration in sight. */
    static boolean isRetired(Overview line) {
        return line.registered().shipping().isRetired()
                && line.run().filter(run -> !run.state().isOver()).isEmpty();
    }
}
