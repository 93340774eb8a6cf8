package io.longhaul.worker.rebuild;

import io.longhaul.common.migration.ColumnChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    private Set<String> columns = Set.of();
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
        this.site = make();
    }

    private Site make() throws InterruptedException {
        TableFacts facts = from.facts();
        columns = facts.columns().stream()
                .map(column -> job.sender().quoted(column.name()))
                .collect(Collectors.toSet());
        return job.site(way, facts, into, changes);
    }

    /** As it was when somebody last looked. */
    Site last() {
        return site;
    }

    /**
     * For rows that are there already, whoever has added columns for them. Throws {@link Broken} where something else
     * was altered.
     */
    Site now() throws InterruptedException {
        Map<String, Declared> declared = Declared.of(job.sender(), site.from(), site.into());
        requireSame(declared);
        follow(declared);
        return site;
    }

    /** The same once nobody can prevent it any more. */
    Site atLast() throws InterruptedException {
        Map<String, Declared> declared = Declared.of(job.sender(), site.from(), site.into());
        List<String> differences = differences(declared);
        if (!differences.isEmpty()) {
            log.atWarn()
                    .addKeyValue("table", job.table())
                    .addKeyValue("differences", differences)
                    .log(
                            "the table was altered just when it was replaced; what the new one has to have of it is for you to do");
        }
        follow(declared);
        return site;
    }

    /** Throws {@link Broken} where something was altered that the other table will not have. */
    void requireSame() throws InterruptedException {
        if (before.isPresent()) {
            requireSame(Declared.of(job.sender(), site.from()));
        }
    }

    private void requireSame(Map<String, Declared> declared) {
        List<String> differences = differences(declared);
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
        Declared there = declared.get(site.from());
        Declared here = declared.get(site.into());
        if (there == null || here == null) {
            return;
        }
        Set<String> except = changes.stream()
                .map(change -> job.sender().quoted(change.name()))
                .collect(Collectors.toSet());
        // What was there from the beginning, and is not any more, somebody has dropped since.
        before.ifPresent(then -> except.addAll(then.columns().keySet()));
        String additions = there.additions(here, except);
        if (!additions.isEmpty()) {
            log.atInfo()
                    .addKeyValue("table", site.into())
                    .addKeyValue("additions", additions)
                    .log("the table has got columns since; the other one gets them too");
            job.sender().send("ALTER TABLE %s %s".formatted(job.sender().quoted(site.into()), additions));
        }
        if (!there.columns().keySet().equals(columns)) {
            site = make();
        }
    }
}
