package io.longhaul.dispatcher.view;

import com.fasterxml.jackson.annotation.JsonProperty;
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
 * @param isSet false where a value beneath counts: that for all migrations, or the preset
 * @param changedBy who set it or took it back; null where nobody ever did
 */
public record SettingView(
        String name,
        @Nullable String migration,
        String value,
        @JsonProperty("set") boolean isSet,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {

    /** Those for all migrations, set or preset, and then those for single ones. */
    public static List<SettingView> of(List<Setting> set) {
        List<SettingView> views = new ArrayList<>();
        for (Name name : Name.values()) {
            views.add(set.stream()
                    .filter(one -> one.name() == name && one.migration().isEmpty())
                    .findFirst()
                    .map(one -> of(one, name.preset()))
                    .orElseGet(() -> new SettingView(name.word(), null, name.preset(), false, null, null)));
        }
        set.stream()
                .filter(one -> one.migration().isPresent())
                .map(one -> of(one, beneath(views, one)))
                .toList()
                .forEach(views::add);
        return views;
    }

    private static String beneath(List<SettingView> views, Setting one) {
        return views.stream()
                .filter(view -> view.name().equals(one.name().word()) && view.migration() == null)
                .map(SettingView::value)
                .findFirst()
                .orElse(one.name().preset());
    }

    private static SettingView of(Setting one, String beneath) {
        return new SettingView(
                one.name().word(),
                one.migration().map(MigrationId::value).orElse(null),
                one.value().orElse(beneath),
                one.value().isPresent(),
                one.changedBy(),
                one.changedAt());
    }
}
