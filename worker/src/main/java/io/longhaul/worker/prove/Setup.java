package io.longhaul.worker.prove;

import io.longhaul.common.definition.sql.DatabaseNames;
import io.longhaul.common.definition.sql.NamedDatabase;
import io.longhaul.common.definition.sql.SqlText;
import io.longhaul.common.migration.Engine;
import io.longhaul.worker.target.TargetRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a migration finds when it begins, as statements that make it.
 *
 * @param engine on which
 * @param file where it was read from, for people
 * @param text statements, each ended by a semicolon
 */
public record Setup(Engine engine, String file, String text) {

    /** Sends all of it. Throws {@link Refused} with the place of the statement that failed. */
    void on(Scratch scratch) {
        SqlText.of(engine, text).statements().forEach((at, statement) -> {
            try {
                scratch.execute(statement);
            } catch (TargetRefused failed) {
                throw new Refused(
                        "%s:%d: this statement of the setup fails: %s".formatted(file, line(at), failed.failure()));
            }
        });
    }

    /** A sentence for each place where it names a database. */
    List<String> namedDatabases(Set<String> databases) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<Integer, String> statement :
                SqlText.of(engine, text).statements().entrySet()) {
            for (NamedDatabase named : DatabaseNames.in(engine, statement.getValue(), databases)) {
                found.add("%s:%d: the setup names a database: %s; leave it out, so that it is the one of the connection"
                        .formatted(file, line(statement.getKey() + named.at()), named.text()));
            }
        }
        return found;
    }

    private long line(int at) {
        return text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }
}
