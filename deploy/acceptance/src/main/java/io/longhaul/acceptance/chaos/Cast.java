package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.chaos.Member.Ending;
import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The programs of a play: two workers, one reaper or two, and whoever types commands. */
final class Cast implements AutoCloseable {

    private final Diary diary;
    private final List<Member> workers;
    private final List<Member> reapers;
    private final Member dispatcher;

    Cast(int reapers, Stage stage, Traps traps, Statements statements, Diary diary) {
        this.diary = diary;
        this.workers = IntStream.rangeClosed(1, 2)
                .mapToObj(i -> new Member(Role.WORKER, "worker-" + i, stage, traps, statements, "longhaul-worker"))
                .toList();
        this.reapers = IntStream.rangeClosed(1, reapers)
                .mapToObj(i -> new Member(Role.REAPER, "reaper-" + i, stage, traps, statements, "longhaul", "reaper"))
                .toList();
        this.dispatcher = new Member(Role.DISPATCHER, "dispatcher", stage, traps, statements, "longhaul");
    }

    /** Starts workers and reapers, and returns when they are up. */
    void enter() throws InterruptedException {
        workers.forEach(Member::keepUp);
        reapers.forEach(Member::keepUp);
        if (!Poll.until(Duration.ofMinutes(2), () -> everybodyElseIsUp(dispatcher))) {
            throw new IllegalStateException("workers and reapers did not come up within two minutes");
        }
    }

    /** Whether all workers and reapers but this one are up and have said so. */
    boolean everybodyElseIsUp(Member one) {
        return workers.stream().filter(worker -> worker != one).allMatch(worker -> worker.hasSaid("worker is up"))
                && reapers.stream().filter(reaper -> reaper != one).allMatch(reaper -> reaper.hasSaid("reaper is up"));
    }

    /** The first reaper, or the worker with this process, or the first worker. */
    Member victim(Role role, String process) {
        return role == Role.REAPER
                ? reapers.get(0)
                : workers.stream()
                        .filter(worker -> worker.process().equals(process))
                        .findFirst()
                        .orElse(workers.get(0));
    }

    /** Types a command, and types it again where a service was away; only for {@code run} it may end otherwise. */
    int command(String... arguments) throws InterruptedException {
        while (true) {
            Program program = dispatcher.start(arguments);
            int code = program.waitFor();
            diary.say("longhaul %s: %d".formatted(String.join(" ", arguments), code));
            if (code == 0 || code == 3 || arguments[0].equals("run")) {
                return code;
            }
            Thread.sleep(200);
        }
    }

    /** Who ended though nobody hurt him, and had no reason to. */
    List<String> desertions(boolean postgresWasAway) {
        List<String> found = new ArrayList<>();
        everybody()
                .forEach(member -> member.endings().stream()
                        .filter(ending -> !isFine(ending, postgresWasAway))
                        .forEach(ending -> found.add("%s ended by itself with %d: %s"
                                .formatted(ending.process(), ending.code(), lastLine(ending.err())))));
        return found;
    }

    private static boolean isFine(Ending ending, boolean postgresWasAway) {
        return ending.hurt()
                || ending.role() == Role.DISPATCHER
                || (ending.role() == Role.WORKER && ending.code() == 5)
                || (ending.code() == 4 && postgresWasAway);
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (before, line) -> line);
    }

    private List<Member> everybody() {
        List<Member> all = new ArrayList<>(workers);
        all.addAll(reapers);
        all.add(dispatcher);
        return all;
    }

    @Override
    public void close() {
        everybody().forEach(Member::close);
    }
}
