package io.longhaul.common.store;

import io.longhaul.common.config.Durations;
import io.longhaul.common.migration.MigrationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What admins have set, for all migrations or for one. Throws {@link StoreUnavailable} when PostgreSQL cannot be
 * reached.
 */
public interface Settings {

    /** All that is set or was taken back, those for all migrations first. */
    List<Setting> all();

    /** What counts for a migration: its own value, that for all migrations, or the default. */
    default String value(MigrationId migration, Name name) {
        List<Setting> named = all().stream()
                .filter(setting -> setting.name() == name && setting.value().isPresent())
                .toList();
        return named.stream()
                .filter(setting -> setting.migration().equals(Optional.of(migration)))
                .findFirst()
                .or(() -> named.stream()
                        .filter(setting -> setting.migration().isEmpty())
                        .findFirst())
                .flatMap(Setting::value)
                .orElse(name.preset());
    }

    /** Sets a value; absent {@code migration} means all of them. */
    void set(Optional<MigrationId> migration, Name name, String value, String who);

    /** Goes back to the value beneath: that for all migrations, or the default. */
    void unset(Optional<MigrationId> migration, Name name, String who);

    /** What can be set. */
    enum Name {
        /** A run whose worker died goes on by itself. */
        AUTO_RESUME("auto-resume", "true"),
        /** A run that failed goes back by itself, where nothing irreversible is done. */
        AUTO_ROLLBACK("auto-rollback", "true"),
        /** How many takeovers or tries without progress are enough. */
        MAX_ATTEMPTS("max-attempts", "5"),
        /** How long one statement of a rollback may take before it is killed. */
        ROLLBACK_TIMEOUT("rollback-timeout", "1d");

        private final String word;
        private final String preset;

        Name(String word, String preset) {
            this.word = word;
            this.preset = preset;
        }

        /** As people write it. */
        public String word() {
            return word;
        }

        /** The default. */
        public String preset() {
            return preset;
        }

        /** Whether the value will do. */
        public boolean allows(String value) {
            return switch (this) {
                case AUTO_RESUME, AUTO_ROLLBACK -> value.equals("true") || value.equals("false");
                case MAX_ATTEMPTS -> value.matches("[1-9][0-9]{0,2}");
                case ROLLBACK_TIMEOUT -> isTime(value);
            };
        }
    }

    private static boolean isTime(String value) {
        try {
            return !Durations.parse(value).isZero();
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /**
     * What was last done to a value.
     *
     * @param value absent where it was taken back, so that the one beneath counts
     * @param changedBy who set it or took it back
     */
    record Setting(
            Optional<MigrationId> migration, Name name, Optional<String> value, String changedBy, Instant changedAt) {}
}
