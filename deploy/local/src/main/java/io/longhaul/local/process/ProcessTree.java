package io.longhaul.local.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A leader, everything it started, and what stayed in its session when a parent in between died.
 *
 * <p>Parentage alone is not enough (RabbitMQ's epmd outlives the node) and the session alone neither (each PostgreSQL
 * backend opens its own).
 */
final class ProcessTree {

    private final Leader leader;

    ProcessTree(Leader leader) {
        this.leader = leader;
    }

    /** The members now, the leader first. */
    List<ProcessEntry> members() {
        if (leader.replaced()) {
            return List.of();
        }
        List<ProcessEntry> all = ProcessEntry.all();
        Map<Long, ProcessEntry> members = new LinkedHashMap<>();
        Deque<ProcessEntry> open = new ArrayDeque<>();
        for (ProcessEntry entry : all) {
            if (entry.pid() == leader.pid()) {
                open.addFirst(entry);
            } else if (entry.session() == leader.pid()) {
                open.addLast(entry);
            }
        }
        while (!open.isEmpty()) {
            ProcessEntry next = open.removeFirst();
            if (members.putIfAbsent(next.pid(), next) == null) {
                all.stream().filter(entry -> entry.parent() == next.pid()).forEach(open::addLast);
            }
        }
        return List.copyOf(members.values());
    }

    /** Stops the leader before looking for the others, so that nothing is started behind our back. */
    void freeze() {
        Signals.send("STOP", List.of(leader.pid()));
        Signals.send("STOP", pids());
    }

    void thaw() {
        List<Long> pids = pids();
        Signals.send("CONT", pids);
    }

    /** Ends all members at once, as a crash of the whole service would; returns when none is left. */
    void kill() {
        Signals.send("STOP", leader.lives() ? List.of(leader.pid()) : List.of());
        Poll poll = Poll.atMost(Bounds.KILL);
        List<ProcessEntry> doomed = members();
        while (!doomed.isEmpty()) {
            Signals.send("KILL", doomed.stream().map(ProcessEntry::pid).toList());
            poll.pauseOr(() -> "processes that SIGKILL does not end: " + pids());
            doomed = stillThere(doomed);
        }
    }

    private List<ProcessEntry> stillThere(List<ProcessEntry> doomed) {
        Map<Long, ProcessEntry> left = new LinkedHashMap<>();
        doomed.stream()
                .filter(entry -> ProcessEntry.of(entry.pid())
                        .filter(now -> now.startTicks() == entry.startTicks())
                        .isPresent())
                .forEach(entry -> left.put(entry.pid(), entry));
        members().forEach(entry -> left.put(entry.pid(), entry));
        return List.copyOf(left.values());
    }

    private List<Long> pids() {
        return members().stream().map(ProcessEntry::pid).toList();
    }
}
