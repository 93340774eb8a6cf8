package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.common.store.Settings.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it holds.
 *
 * @param migration for which; null for all of them
 * @param changedBy null for a preset
 */
public record SettingView(
        String name,
        @Nullable String migration,
        String value,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {

    /** Those for all migrations, set or preset, and then those for single ones. */
    public static List<SettingView> of(List<Setting> set) {
        List<SettingView> views = new ArrayList<>();
        for (Name name : Name.values()) {
            views.add(set.stream()
                    .filter(one -> one.name() == name && one.migration().isEmpty())
                    .findFirst()
                    .map(SettingView::of)
                    .orElseGet(() -> new SettingView(name.word(), null, name.preset(), null, null)));
        }
        set.stream()
                .filter(one -> one.migration().isPresent())
                .map(SettingView::of)
                .forEach(views::add);
        return views;
    }

    private static SettingView of(Setting one) {
        return new SettingView(
                one.name().word(),
                one.migration().map(MigrationId::value).orElse(null),
                one.value(),
                one.changedBy(),
                one.changedAt());
    }
}
