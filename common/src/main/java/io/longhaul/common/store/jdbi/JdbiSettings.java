package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.store.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings in table {@code setting}; those for all migrations have the empty scope. */
final class JdbiSettings implements Settings {

    private static final String ALL = "";

    private final Database database;

    JdbiSettings(Database database) {
        this.database = database;
    }

    @Override
    public List<Setting> all() {
        return database
                .with(handle -> handle.createQuery("SELECT * FROM setting ORDER BY scope COLLATE \"C\", name")
                        .map((row, context) -> setting(row))
                        .list())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Setting> setting(ResultSet row) throws SQLException {
        Optional<Name> name = named(row.getString("name"));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Setting(
                Optional.of(row.getString("scope")).filter(s -> !s.equals(ALL)).map(MigrationId::new),
                name.get(),
                Optional.ofNullable(row.getString("value")),
                row.getString("changed_by"),
                row.getTimestamp("changed_at").toInstant()));
    }

    /** Empty for one that only a newer version knows. */
    private static Optional<Name> named(String word) {
        return Stream.of(Name.values()).filter(name -> name.word().equals(word)).findFirst();
    }

    @Override
    public void set(Optional<MigrationId> migration, Name name, String value, String who) {
        if (!name.allows(value)) {
            throw new IllegalArgumentException("%s cannot be '%s'".formatted(name.word(), value));
        }
        database.with(handle -> handle.createUpdate("""
                        INSERT INTO setting (scope, name, value, changed_by) VALUES (:scope, :name, :value, :who)
                        ON CONFLICT (scope, name)
                        DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = now()""")
                .bind("scope", migration.map(MigrationId::value).orElse(ALL))
                .bind("name", name.word())
                .bind("value", value)
                .bind("who", who)
                .execute());
    }

    @Override
    public void unset(Optional<MigrationId> migration, Name name, String who) {
        database.with(handle -> handle.createUpdate("""
                        UPDATE setting SET value = NULL, changed_by = :who, changed_at = now()
                         WHERE scope = :scope AND name = :name AND value IS NOT NULL""")
                .bind("who", who)
                .bind("scope", migration.map(MigrationId::value).orElse(ALL))
                .bind("name", name.word())
                .execute());
    }
}
