package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.MigrationId;
import java.util.List;

/**
 * What people may type for a migration: its number where no other begins with that, else the whole id.
 *
 * @param all registered migrations
 */
public record ShortIds(List<MigrationId> all) {

    public ShortIds {
        all = List.copyOf(all);
    }

    /** The shortest form for one of them. */
    public String of(MigrationId migration) {
        String id = migration.value();
        int end = id.indexOf('_');
        String number = end > 0 ? id.substring(0, end) : id;
        boolean alone =
                all.stream().filter(other -> other.value().startsWith(number)).count() == 1;
        return alone ? number : id;
    }
}
