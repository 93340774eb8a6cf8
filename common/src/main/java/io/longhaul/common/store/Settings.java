package io.longhaul.common.store;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.ByteSize;
import io.longhaul.common.migration.MigrationId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What admins have set, for all migrations or for one. Throws {@link StoreUnavailable} when PostgreSQL cannot be
 * reached.
 */
public interface Settings {

    /** All that is set or was taken back, those for all migrations first. */
    List<Setting> all();

    /** What counts for a migration: its own value, that for all migrations, or the default. */
    default String value(MigrationId migration, Name name) {
        return values(Optional.of(migration)).getOrDefault(name, name.preset());
    }

    /** All that counts for a migration, read at once; for none in particular what counts for all of them. */
    default Map<Name, String> values(Optional<MigrationId> migration) {
        Map<Name, String> values = new EnumMap<>(Name.class);
        for (Name name : Name.values()) {
            values.put(name, name.preset());
        }
        List<Setting> all = all();
        // Those of the one migration come after those for all, and take their place.
        Stream.of(Optional.<MigrationId>empty(), migration)
                .forEach(scope -> all.stream()
                        .filter(setting -> setting.migration().equals(scope))
                        .forEach(setting -> setting.value().ifPresent(value -> values.put(setting.name(), value))));
        return values;
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
        ROLLBACK_TIMEOUT("rollback-timeout", "1d"),
        /** How long merges stay off in a table whose rebuild has failed, for somebody to go on with it. */
        ABANDONED_AFTER("abandoned-after", "1d"),
        /** How many chunks of a rebuild are copied at the same time. */
        REBUILD_THREADS("rebuild-threads", "auto"),
        /** How many rows a rebuild copies in a second at most, over all of its threads. */
        REBUILD_ROWS_PER_SECOND("rebuild-rows-per-second", "off"),
        /** A rebuild waits while more queries of others are running. */
        THROTTLE_QUERIES("throttle-queries", "50"),
        /** A rebuild waits while one partition of its table has more parts that are still to be merged. */
        THROTTLE_PARTS("throttle-parts", "300"),
        /** A rebuild waits while the server has more of its memory in use. */
        THROTTLE_MEMORY("throttle-memory", "80%"),
        /** A rebuild waits while the disks of its table have less room. */
        THROTTLE_FREE_DISK("throttle-free-disk", "5 GiB"),
        /** A rebuild waits while this query on ClickHouse does not answer 1. */
        THROTTLE_QUERY("throttle-query", "off");

        /** The word for what does not count. */
        public static final String OFF = "off";

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
                case ROLLBACK_TIMEOUT, ABANDONED_AFTER -> isTime(value);
                case REBUILD_THREADS -> value.equals("auto") || value.matches("[1-9][0-9]{0,2}");
                case REBUILD_ROWS_PER_SECOND -> value.equals(OFF) || value.matches("[1-9][0-9]{0,11}");
                case THROTTLE_QUERIES, THROTTLE_PARTS -> value.equals(OFF) || value.matches("0|[1-9][0-9]{0,5}");
                case THROTTLE_MEMORY -> value.equals(OFF) || value.matches("([1-9][0-9]?|100)%");
                case THROTTLE_FREE_DISK ->
                    value.equals(OFF) || ByteSize.parse(value).isPresent();
                case THROTTLE_QUERY -> value.equals(OFF) || value.matches("(?is)\\s*(SELECT|WITH)\\s.{1,4000}");
            };
        }

        /** What its values look like, to be said after "it is". */
        public String shape() {
            return switch (this) {
                case AUTO_RESUME, AUTO_ROLLBACK -> "true or false";
                case MAX_ATTEMPTS -> "a number from 1 to 999";
                case ROLLBACK_TIMEOUT, ABANDONED_AFTER -> "a time such as 30m, 6h or 1d";
                case REBUILD_THREADS -> "auto, or a number from 1 to 999";
                case REBUILD_ROWS_PER_SECOND -> "a number of rows such as 200000, or off";
                case THROTTLE_QUERIES -> "a number of queries such as 50, or off";
                case THROTTLE_PARTS -> "a number of parts such as 300, or off";
                case THROTTLE_MEMORY -> "a share such as 80%, or off";
                case THROTTLE_FREE_DISK -> "a size such as '5 GiB', or off";
                case THROTTLE_QUERY -> "a query that begins with SELECT or WITH and answers 1 to go on, or off";
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
