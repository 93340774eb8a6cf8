package io.longhaul.common.migration;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The order in which migrations can be run: each after those that it comes after, otherwise by id. */
public final class AfterOrder {

    private final Function<MigrationId, List<MigrationId>> after;
    private final Set<MigrationId> wanted;
    private final Set<MigrationId> ordered = new LinkedHashSet<>();

    private AfterOrder(Collection<MigrationId> wanted, Function<MigrationId, List<MigrationId>> after) {
        this.wanted = new TreeSet<>(wanted);
        this.after = after;
    }

    /** Orders ids; what they come after and is not among them is left out. A circle is cut somewhere. */
    public static List<MigrationId> of(Collection<MigrationId> wanted, Function<MigrationId, List<MigrationId>> after) {
        AfterOrder order = new AfterOrder(wanted, after);
        Set<MigrationId> seen = new LinkedHashSet<>();
        order.wanted.forEach(id -> order.add(id, seen));
        return List.copyOf(order.ordered);
    }

    private void add(MigrationId id, Set<MigrationId> seen) {
        if (seen.add(id)) {
            after.apply(id).forEach(earlier -> add(earlier, seen));
            if (wanted.contains(id)) {
                ordered.add(id);
            }
        }
    }
}
