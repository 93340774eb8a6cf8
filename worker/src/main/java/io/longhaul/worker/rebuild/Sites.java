package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where chunks come from and go to, while somebody alters the table that they come from: a column that is added to it
 * is added to the other one too, before a row that has values of it is copied. Of anything else the other table would
 * know nothing. For one thread.
 */
final class Sites {

    private static final Logger log = LoggerFactory.getLogger(Sites.class);

    private final Job job;
    private final Way.Kind way;
    private final Table from;
    private final String into;
    private final List<ColumnChange> changes;
    private final Optional<Declared> before;
    private TableFacts facts;
    private Site site;

    /** Looks a table up, as it must be. */
    interface Table {
        TableFacts facts() throws InterruptedException;
    }

    /**
     * For one direction of one rebuild.
     *
     * @param before how the table was declared when the other one was made; empty where that does not matter
     */
    Sites(Job job, Way.Kind way, Table from, String into, List<ColumnChange> changes, Optional<Declared> before)
            throws InterruptedException {
        this.job = job;
        this.way = way;
        this.from = from;
        this.into = into;
        this.changes = List.copyOf(changes);
        this.before = before;
        this.facts = from.facts();
        this.site = job.site(way, facts, into, changes);
    }

    /** As it was at the last look. */
    Site site() {
        return site;
    }

    /** The table from which chunks come, as it was at the last look. */
    TableFacts facts() {
        return facts;
    }

    /**
     * Looks again, so that the columns of all rows that are there now are known to both tables. Throws {@link Broken}
     * where something else was altered.
     */
    void follow() throws InterruptedException {
        Map<String, Declared> declared = bothDeclared();
        requireNone(differences(declared));
        if (!additions(declared).isEmpty()) {
            requireNone(Unrepeatable.of(job.sender()::rows, site.from()));
        }
        follow(declared);
    }

    /** The same once the tables have changed places: nobody can prevent it any more. */
    void followAfterTheExchange() throws InterruptedException {
        Map<String, Declared> declared = bothDeclared();
        List<String> differences = differences(declared);
        if (!differences.isEmpty()) {
            log.atWarn()
                    .addKeyValue("table", job.table())
                    .addKeyValue("differences", differences)
                    .log(
                            "the table was altered just when it was replaced, and the new one does not have that; alter it too");
        }
        follow(declared);
    }

    private Map<String, Declared> bothDeclared() throws InterruptedException {
        return Declared.of(job.sender(), site.from(), site.into());
    }

    /** Throws {@link Broken} where something was altered that the other table will not have. */
    void requireSame() throws InterruptedException {
        if (before.isPresent()) {
            requireNone(differences(Declared.of(job.sender(), site.from())));
        }
    }

    private void requireNone(List<String> differences) {
        if (!differences.isEmpty()) {
            throw Broken.because(
                    "altered",
                    "%s was altered while it was copied: %s. Nothing was exchanged; undo that and resume the run, or roll it back and run it again"
                            .formatted(job.table(), String.join("; ", differences)));
        }
    }

    private List<String> differences(Map<String, Declared> declared) {
        return before.flatMap(
                        then -> Optional.ofNullable(declared.get(site.from())).map(then::differences))
                .orElse(List.of());
    }

    private void follow(Map<String, Declared> declared) throws InterruptedException {
        String additions = additions(declared);
        if (!additions.isEmpty()) {
            log.atInfo()
                    .addKeyValue("table", site.into())
                    .addKeyValue("additions", additions)
                    .log("the table has got columns since; the other one gets them too");
            job.sender().send("ALTER TABLE %s %s".formatted(job.sender().quoted(site.into()), additions));
        }
        Set<String> known = quoted(facts.columns().stream().map(Column::name));
        Declared there = declared.get(site.from());
        if (there != null && !there.columns().keySet().equals(known)) {
            facts = from.facts();
            site = job.site(way, facts, into, changes);
        }
    }

    /** Of the columns that the second table has not, what is to follow {@code ALTER TABLE}. */
    private String additions(Map<String, Declared> declared) {
        Declared there = declared.get(site.from());
        Declared here = declared.get(site.into());
        if (there == null || here == null) {
            return "";
        }
        Set<String> except = quoted(changes.stream().map(ColumnChange::name));
        // What was there from the beginning, and is not any more, somebody has dropped since.
        before.ifPresent(then -> except.addAll(then.columns().keySet()));
        return there.additions(here, except);
    }

    private Set<String> quoted(Stream<String> names) {
        return names.map(job.sender()::quoted).collect(Collectors.toSet());
    }
}
