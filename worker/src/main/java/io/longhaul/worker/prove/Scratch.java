package io.longhaul.worker.prove;

import io.longhaul.common.migration.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A database that was found empty and may be emptied again. All methods throw
 * {@link io.longhaul.worker.target.TargetRefused}. For one thread.
 */
interface Scratch extends AutoCloseable {

    /** The table by which a database is known again that a proof was broken off in. */
    String MARK = "longhaul_prove";

    Engine engine();

    /** As people know it, without its password. */
    String address();

    /** Which migration an earlier proof was about that did not come to its end. */
    Optional<String> mark();

    /** Takes the database for a proof. */
    void mark(String migration);

    /** What is in it, but for the mark. */
    List<String> contents();

    /** Other databases that the server has. */
    Set<String> databases();

    /** Drops all that is in it, but for the mark. */
    void clear();

    /** Takes the mark off, after the last {@link #clear}. */
    void unmark();

    /** Sends a statement of a setup. */
    void execute(String sql);

    /** All that is in it, by name. */
    Map<String, Thing> look();

    /** Which statements in flight have ids that begin so. */
    List<String> running(String prefix);

    /** How many changes the database is still working on that it has already said yes to. */
    long pending();

    @Override
    void close();
}
