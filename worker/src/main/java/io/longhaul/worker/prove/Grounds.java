package io.longhaul.worker.prove;

import io.longhaul.common.definition.ExplicitDatabases;
import io.longhaul.common.definition.Problem;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.worker.run.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The scratch databases of a proof, taken and given back together. For one thread. */
final class Grounds implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 1200;
    private static final int MOST_LOOKS_AT_STATEMENTS = 100;
    private static final int SHOWN = 3;

    private final Task task;
    private final List<Scratch> all = new ArrayList<>();
    private final PostgresScratch postgres;

    Grounds(Task task) {
        this.task = task;
        task.place().clickHouse().ifPresent(url -> all.add(new ClickHouseScratch(url)));
        postgres = new PostgresScratch(task.place().targetPostgres());
        all.add(postgres);
    }

    /** Makes the databases those of this proof. Throws {@link Refused}, with every reason, having changed nothing. */
    void take(Audience audience) {
        List<String> reasons = new ArrayList<>();
        Set<String> databases = databases();
        for (Scratch scratch : all) {
            whyNot(scratch).ifPresent(reasons::add);
        }
        if (task.isInAJar()) {
            new Borders(databases)
                    .crossedBy(task.definition().migration()).stream()
                            .map(sentence -> "%s: %s".formatted(task.file().getFileName(), sentence))
                            .forEach(reasons::add);
        } else {
            ExplicitDatabases.in(task.file(), databases).stream()
                    .map(Problem::toString)
                    .forEach(reasons::add);
        }
        task.setups().forEach(setup -> reasons.addAll(setup.namedDatabases(databases)));
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        MigrationId migration = task.definition().migration().id();
        for (Scratch scratch : all) {
            if (scratch.mark().isPresent()) {
                audience.hear("dropping what the proof of %s left in %s %s"
                        .formatted(scratch.mark().get(), scratch.engine().title(), scratch.address()));
                scratch.clear();
                scratch.unmark();
            }
            scratch.mark(migration.value());
        }
    }

    /** All that the servers have, by their names. */
    Set<String> databases() {
        Set<String> databases = new HashSet<>();
        all.forEach(scratch -> databases.addAll(scratch.databases()));
        return databases;
    }

    private Optional<String> whyNot(Scratch scratch) {
        Optional<String> mark = scratch.mark();
        if (mark.isPresent()) {
            return task.clean()
                    ? Optional.empty()
                    : Optional.of("a proof of %s was broken off in %s %s; add --clean to drop what it left there"
                            .formatted(mark.get(), scratch.engine().title(), scratch.address()));
        }
        List<String> contents = scratch.contents();
        return contents.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "%s %s is not empty: %s%s; a proof drops everything there is, so give it a database of its own"
                                .formatted(
                                        scratch.engine().title(),
                                        scratch.address(),
                                        String.join(", ", contents.subList(0, Math.min(SHOWN, contents.size()))),
                                        contents.size() > SHOWN
                                                ? " and %d more".formatted(contents.size() - SHOWN)
                                                : ""));
    }

    /** All is again as the setup makes it, and no migration has ever been run. */
    void reset() {
        postgres.forgetRuns();
        all.forEach(Scratch::clear);
        for (Setup setup : task.setups()) {
            all.stream()
                    .filter(scratch -> scratch.engine() == setup.engine())
                    .findFirst()
                    .ifPresentOrElse(setup::on, () -> {
                        throw new Refused("%s is a setup for %s; name a database for it with --%s-url"
                                .formatted(
                                        setup.file(),
                                        setup.engine().title(),
                                        setup.engine().key()));
                    });
        }
    }

    /** All that is there, once the databases have done what they have said yes to. */
    Sight look(StopSignal stop) throws InterruptedException {
        Map<String, Thing> things = new TreeMap<>();
        for (Scratch scratch : all) {
            for (int looks = 0; scratch.pending() > 0 && looks < MOST_LOOKS; looks++) {
                stop.await(LOOK);
            }
            things.putAll(scratch.look());
        }
        return new Sight(things);
    }

    /** A sentence for each statement of the run that is still in flight, after some patience. */
    List<String> leftRunning(RunId run, StopSignal stop) throws InterruptedException {
        List<String> left = List.of();
        for (int looks = 0; looks < MOST_LOOKS_AT_STATEMENTS; looks++) {
            left = all.stream()
                    .flatMap(scratch -> scratch.running(QueryId.prefix(run)).stream()
                            .map(query -> "statement %s still runs on %s"
                                    .formatted(query, scratch.engine().title())))
                    .toList();
            if (left.isEmpty()) {
                return left;
            }
            stop.await(LOOK);
        }
        return left;
    }

    /** Leaves the databases empty, as they were found. */
    void giveBack() {
        for (Scratch scratch : all) {
            scratch.clear();
            scratch.unmark();
        }
    }

    @Override
    public void close() {
        all.forEach(Scratch::close);
    }
}
