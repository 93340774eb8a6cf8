package io.longhaul.acceptance.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of runs that reached ClickHouse, as its links saw them. Thread-safe. */
final class Statements {

    private static final Pattern QUERY_ID =
            Pattern.compile("query_id=(lh-([0-9a-f]{8})-(\\d+)-\\d+-e(\\d+)(?:\\.\\d+)?)");

    private final List<Sent> all = new ArrayList<>();
    private final Map<String, Sent> inFlight = new HashMap<>();
    private final List<Duration> goneAfter = new ArrayList<>();
    private long askedAt;
    private Set<String> askedToGo = Set.of();

    /** The statement in a request, if it is one of a run. */
    static Optional<Sent> in(String request, String process) {
        Matcher matcher = QUERY_ID.matcher(request);
        return matcher.find()
                ? Optional.of(new Sent(
                        matcher.group(1),
                        matcher.group(2),
                        Integer.parseInt(matcher.group(3)),
                        Long.parseLong(matcher.group(4)),
                        process,
                        System.nanoTime()))
                : Optional.empty();
    }

    synchronized void reached(Sent statement) {
        all.add(statement);
        inFlight.put(statement.query(), statement);
    }

    /** ClickHouse has answered, or the connection is gone. */
    synchronized void ended(Sent statement) {
        inFlight.remove(statement.query());
        if (askedToGo.contains(statement.query())) {
            askedToGo = Set.of();
            goneAfter.add(Duration.ofNanos(System.nanoTime() - askedAt));
        }
    }

    /** Somebody's wish that the statement in flight ends is in PostgreSQL from now on. */
    synchronized void askedToEnd() {
        askedAt = System.nanoTime();
        askedToGo = Set.copyOf(inFlight.keySet());
    }

    /** From each such wish to the end of the statement. */
    synchronized List<Duration> goneAfter() {
        return List.copyOf(goneAfter);
    }

    synchronized Optional<Sent> last() {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    synchronized int count() {
        return all.size();
    }

    /** The first after a moment, in a later epoch of the run, that does an operation's work. */
    synchronized Optional<Sent> firstAfter(long nanos, Sent last) {
        return all.stream()
                .filter(sent -> sent.at() > nanos
                        && sent.run().equals(last.run())
                        && sent.epoch() > last.epoch()
                        && sent.operation() > 0)
                .findFirst();
    }

    /** Epochs of runs in which more than one process wrote, with the processes. */
    synchronized Map<String, Set<String>> sharedEpochs() {
        Map<String, Set<String>> writers = new TreeMap<>();
        all.forEach(sent -> writers.computeIfAbsent(
                        "%d of run %s".formatted(sent.epoch(), sent.run()), epoch -> new TreeSet<>())
                .add(sent.process()));
        writers.values().removeIf(processes -> processes.size() < 2);
        return writers;
    }

    /**
     * One statement.
     *
     * @param query its id
     * @param run the beginning of its id
     * @param operation of the plan; 0 for the settling
     * @param epoch in which it was sent
     * @param process who sent it, one name for each start of a program
     * @param at when, in nanoseconds of this JVM
     */
    record Sent(String query, String run, int operation, long epoch, String process, long at) {}
}
