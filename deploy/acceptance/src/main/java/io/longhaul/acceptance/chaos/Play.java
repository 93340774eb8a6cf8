package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.chaos.Member.Death;
import io.longhaul.acceptance.chaos.Member.Ending;
import io.longhaul.acceptance.chaos.Statements.Sent;
import io.longhaul.acceptance.chaos.Traps.Trap;
import io.longhaul.acceptance.link.Link;
import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.common.board.TaskReader.BoardUnavailable;
import io.longhaul.local.service.Service;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plays one script on an installation of its own. */
final class Play {

    private static final long ROWS = 16_000;

    /** A moment that has not come by then does not come. */
    private static final Duration MOMENT = Duration.ofSeconds(8);

    private final Script script;
    private final ServiceSet services;
    private final Stage stage;
    private final Pace pace;
    private final PrintStream log;
    private final Truth truth;
    private final Board board;
    private final Traps traps = new Traps();
    private final Statements statements = new Statements();
    private final List<Member> workers;
    private final List<Member> reapers;
    private final Member dispatcher;
    private final List<String> blows = new ArrayList<>();
    private final List<Duration> takeovers = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final long begin = System.nanoTime();
    private final Data data;
    private String wanted = "SUCCEEDED";
    private int ends;
    private long lost;
    private long doubled;
    private boolean stuck;

    /** {@code log} gets a line for each thing that happens. */
    Play(Script script, ServiceSet services, Stage stage, Pace pace, PrintStream log)
            throws IOException, InterruptedException {
        this.script = script;
        this.services = services;
        this.stage = stage;
        this.pace = pace;
        this.log = log;
        this.truth = new Truth(stage.setting("LONGHAUL_POSTGRES_URL"));
        this.board = new Board(stage);
        this.data = Data.fill(stage, ROWS);
        this.workers = IntStream.rangeClosed(1, 2)
                .mapToObj(i -> new Member(Role.WORKER, "worker-" + i, stage, traps, statements, "longhaul-worker"))
                .toList();
        this.reapers = IntStream.rangeClosed(1, script.reapers())
                .mapToObj(i -> new Member(Role.REAPER, "reaper-" + i, stage, traps, statements, "longhaul", "reaper"))
                .toList();
        this.dispatcher = new Member(Role.DISPATCHER, "dispatcher", stage, traps, statements, "longhaul");
    }

    Outcome play() throws IOException, InterruptedException, SQLException {
        try {
            workers.forEach(Member::keepUp);
            reapers.forEach(Member::keepUp);
            until(Duration.ofMinutes(2), "workers and reapers are up", this::allAreUp);
            // Deaths without progress are counted elsewhere; here they are the point.
            truth.change(
                    "INSERT INTO setting (scope, name, value, changed_by) VALUES ('', 'max-attempts', '100', 'chaos')");
            askForTheRun();
            act();
            statements
                    .sharedEpochs()
                    .forEach((epoch, writers) -> violations.add("in epoch %s wrote %s".formatted(epoch, writers)));
            everybody().forEach(member -> member.endings().forEach(this::look));
            return new Outcome(
                    script,
                    now().map(Truth.Now::state).orElse("UNKNOWN"),
                    ends,
                    blows,
                    takeovers,
                    statements.goneAfter(),
                    lost,
                    doubled,
                    stuck,
                    violations,
                    Duration.ofNanos(System.nanoTime() - begin));
        } finally {
            everybody().forEach(Member::close);
            board.close();
        }
    }

    private List<Member> everybody() {
        List<Member> all = new ArrayList<>(workers);
        all.addAll(reapers);
        all.add(dispatcher);
        return all;
    }

    private boolean allAreUp() {
        return workers.stream().allMatch(worker -> worker.hasSaid("worker is up"))
                && reapers.stream().allMatch(reaper -> reaper.hasSaid("reaper is up"));
    }

    /** However often the command dies, whoever typed it types it again. */
    private void askForTheRun() throws InterruptedException {
        Optional<Trap> trap = script.first().map(moment -> traps.set(moment, 1, new Blow.Kill(Role.DISPATCHER)));
        int code = command("run", script.scenario().migration());
        if (trap.isPresent() && trap.get().await(0)) {
            fell(trap.get().blow());
        }
        trap.ifPresent(traps::remove);
        while (code != 0 && code != 3) {
            code = command("run", script.scenario().migration());
        }
    }

    /** All faults; where the run ends before they are used up, it is taken back or asked for again. */
    private void act() throws IOException, InterruptedException, SQLException {
        int half = script.faults().size() / 2;
        for (int i = 0; i < script.faults().size() && !stuck; i++) {
            if (i == half) {
                interfere();
            }
            if (hasEnded() && settled()) {
                again();
            }
            befall(script.faults().get(i));
        }
        traps.clear();
        settled();
    }

    /** What somebody wants of the run on its way. */
    private void interfere() throws InterruptedException {
        String migration = script.scenario().migration();
        if (script.scenario() == Scenario.STOP_AND_BACK && command("stop", migration, "--rollback") == 0) {
            wanted = "ROLLED_BACK";
        } else if (script.scenario() == Scenario.BACK && wanted.equals("SUCCEEDED")) {
            awaitEnd();
        } else if (script.scenario() == Scenario.PAUSE && command("pause", migration, "--now") == 0) {
            poll(pace.end(), () -> is("PAUSED") || hasEnded());
            command("resume", migration);
        }
    }

    /** Whether the run has ended by itself; whatever is wrong then is written down. */
    private boolean settled() throws IOException, InterruptedException, SQLException {
        String end = awaitEnd() ? now().map(Truth.Now::state).orElse("UNKNOWN") : "UNKNOWN";
        ends++;
        if (end.equals("UNKNOWN")) {
            stuck = true;
            violations.add("stuck: the run does not end by itself, it is " + now());
            return false;
        }
        say("ended: " + end);
        agreement();
        Data.Findings findings = data.lookAfter(script.scenario(), end);
        lost += findings.lost();
        doubled += findings.doubled();
        violations.addAll(findings.violations());
        expected(end);
        return true;
    }

    private void again() throws InterruptedException {
        boolean done = is("SUCCEEDED");
        wanted = done ? "ROLLED_BACK" : "SUCCEEDED";
        command(done ? "rollback" : "run", script.scenario().migration());
    }

    private void befall(Fault fault) throws IOException, InterruptedException, SQLException {
        Thread.sleep(fault.pause().toMillis());
        say(fault.toString());
        int sent = statements.count();
        if (fault.moment().isPresent()) {
            spring(fault, fault.moment().get());
        } else {
            strike(fault.blow());
            fell(fault.blow());
        }
        if (fault.recovery()) {
            poll(pace.recovery(), () -> statements.count() > sent + 1 || hasEnded());
        }
    }

    private void spring(Fault fault, Moment moment) throws IOException, InterruptedException, SQLException {
        Trap trap = traps.set(moment, fault.occurrence(), fault.blow());
        if (moment.role() == Role.REAPER) {
            // It comes when a worker has died, which is for a later fault to bring about.
            Thread counter = new Thread(() -> {
                try {
                    if (trap.await(Duration.ofMinutes(10).toMillis())) {
                        fell(fault.blow());
                    }
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            counter.setDaemon(true);
            counter.start();
            return;
        }
        if (moment.isOfAClaim() && !hasEnded()) {
            // It comes with the next claim, so there has to be one.
            strike(new Blow.Kill(Role.WORKER));
            fell(new Blow.Kill(Role.WORKER));
        }
        if (!comes(trap)) {
            traps.remove(trap);
            say("  its moment did not come");
            return;
        }
        fell(fault.blow());
        Optional<Member> victim = trap.victim();
        if (fault.recovery() && fault.blow() instanceof Blow.Kill && victim.isPresent()) {
            Thread.sleep(20);
            measure(victim.get());
        }
    }

    private boolean comes(Trap trap) throws IOException, InterruptedException, SQLException {
        Duration patience = trap.moment().isOfAnEnd() ? MOMENT.multipliedBy(3) : MOMENT;
        for (long start = System.nanoTime(); System.nanoTime() - start < patience.toNanos(); ) {
            if (trap.await(200)) {
                return true;
            }
            if (hasEnded() && settled()) {
                again();
                start = System.nanoTime();
            }
        }
        return false;
    }

    private synchronized void fell(Blow blow) {
        blows.add(blow.kind());
    }

    private void strike(Blow blow) throws InterruptedException {
        if (blow instanceof Blow.ServiceDies dies) {
            Service service = services.of(dies.service());
            service.kill();
            Thread.sleep(dies.away().toMillis());
            service.start();
        } else if (blow instanceof Blow.Flush) {
            Redis.flush(stage.setting("LONGHAUL_REDIS_URL"));
        } else if (blow instanceof Blow.Cut cut) {
            Link link = victim(cut.role()).link(cut.service());
            if (cut.silently()) {
                link.silence();
            } else {
                link.cut();
            }
            Thread.sleep(cut.time().toMillis());
            link.heal();
        } else if (blow instanceof Blow.Inject) {
            now().ifPresent(run -> WakeUps.inject(stage, script.scenario().migration(), run));
        } else {
            Member victim = victim(role(blow));
            victim.suffer(blow);
            if (blow instanceof Blow.Kill && victim.role() == Role.WORKER) {
                measure(victim);
            }
        }
    }

    private static Role role(Blow blow) {
        if (blow instanceof Blow.Kill kill) {
            return kill.role();
        }
        return blow instanceof Blow.Freeze freeze ? freeze.role() : ((Blow.Terminate) blow).role();
    }

    /** The worker that has the run in hand, as far as ClickHouse can tell; else the first. */
    private Member victim(Role role) {
        if (role == Role.REAPER) {
            return reapers.get(0);
        }
        Optional<String> busy = statements.last().map(Sent::process);
        return workers.stream()
                .filter(worker -> busy.equals(Optional.of(worker.process())))
                .findFirst()
                .orElse(workers.get(0));
    }

    /** From the death of the worker that had the run in hand to the next statement of a later epoch. */
    private void measure(Member victim) throws InterruptedException {
        Optional<Death> death = victim.death();
        Optional<Sent> last = statements.last();
        boolean alone = traps.isEmpty() && allOthersAreUp(victim);
        if (death.isEmpty()
                || last.isEmpty()
                || !last.get().process().equals(death.get().process())
                || !alone
                || hasEnded()) {
            return;
        }
        long at = death.get().at();
        Sent before = last.get();
        poll(pace.recovery(), () -> statements.firstAfter(at, before).isPresent() || hasEnded());
        statements
                .firstAfter(at, before)
                .filter(next -> isWithoutBackOff(before))
                .ifPresent(next -> {
                    Duration time = Duration.ofNanos(next.at() - at);
                    say("  next statement after %d ms".formatted(time.toMillis()));
                    takeovers.add(time);
                });
    }

    private boolean allOthersAreUp(Member victim) {
        return workers.stream().filter(worker -> worker != victim).allMatch(worker -> worker.hasSaid("worker is up"))
                && reapers.stream().allMatch(reaper -> reaper.hasSaid("reaper is up"));
    }

    /** Deaths that follow each other without progress wait a little longer each time, and are meant to. */
    private boolean isWithoutBackOff(Sent before) {
        try {
            return truth.rows(
                            "SELECT text FROM event WHERE kind = 'taken-over' AND text LIKE '%%; %% in %% s' AND epoch = %d AND CAST(run AS text) LIKE '%s%%'"
                                    .formatted(before.epoch() + 1, before.run()))
                    .isEmpty();
        } catch (SQLException away) {
            return false;
        }
    }

    private boolean awaitEnd() throws InterruptedException {
        return poll(pace.end(), () -> {
            if (script.scenario() == Scenario.ASK && is("FAILED")) {
                command("resume", script.scenario().migration());
                return false;
            }
            return hasEnded();
        });
    }

    private void agreement() throws InterruptedException {
        Agreement agreement = new Agreement(truth, board.reader(), stage);
        List<String> troubles = new ArrayList<>(List.of("PostgreSQL does not answer"));
        poll(pace.agreement(), () -> {
            Optional<Truth.Now> run = now();
            if (run.isPresent()) {
                troubles.clear();
                troubles.addAll(agreement.troubles(run.get()));
            }
            return troubles.isEmpty();
        });
        violations.addAll(troubles);
    }

    private void expected(String end) throws SQLException {
        List<List<String>> crashes = truth.rows("SELECT id FROM event WHERE kind = 'taken-over'");
        boolean lostTouch = blows.stream().anyMatch(blow -> blow.contains("clickhouse") || blow.contains("link"));
        boolean wentBack = script.scenario() == Scenario.IN_PLACE
                && end.equals("ROLLED_BACK")
                && (!crashes.isEmpty() || lostTouch);
        boolean neverBegan = script.scenario() == Scenario.STOP_AND_BACK && end.equals("CANCELLED");
        if (!end.equals(wanted) && !wentBack && !neverBegan) {
            violations.add("%s was to end as %s and ended as %s".formatted(script.scenario(), wanted, end));
        }
    }

    private void look(Ending ending) {
        boolean servicesDied = blows.stream().anyMatch(blow -> blow.contains("postgres") || blow.contains("link"));
        boolean fine = ending.hurt()
                || ending.role() == Role.DISPATCHER
                || (ending.role() == Role.WORKER && ending.code() == 5)
                || (ending.code() == 4 && servicesDied);
        if (!fine) {
            violations.add("%s ended by itself with %d: %s"
                    .formatted(ending.process(), ending.code(), lastLine(ending.err())));
        }
    }

    private static String lastLine(String text) {
        return text.strip().lines().reduce("", (before, line) -> line);
    }

    private int command(String... arguments) throws InterruptedException {
        while (true) {
            Program program = dispatcher.start(arguments);
            int code = program.waitFor();
            say("longhaul %s: %d".formatted(String.join(" ", arguments), code));
            if (code == 0 || code == 3 || arguments[0].equals("run")) {
                return code;
            }
            // Some service was away; people try again.
            Thread.sleep(200);
        }
    }

    private Optional<Truth.Now> now() {
        return truth.run(script.scenario().migration());
    }

    private boolean is(String state) {
        return now().filter(run -> run.state().equals(state)).isPresent();
    }

    private boolean hasEnded() {
        return now().filter(Truth.Now::isOver).isPresent();
    }

    private void say(String line) {
        log.printf("%8.3f  %s%n", (System.nanoTime() - begin) / 1e9, line);
    }

    private static void until(Duration atMost, String what, Condition condition) throws InterruptedException {
        if (!poll(atMost, condition)) {
            throw new IllegalStateException("after %d s it is not so that %s".formatted(atMost.toSeconds(), what));
        }
    }

    private static boolean poll(Duration atMost, Condition condition) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < atMost.toNanos()) {
            if (isTrue(condition)) {
                return true;
            }
            Thread.sleep(100);
        }
        return isTrue(condition);
    }

    private static boolean isTrue(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (IOException | SQLException | BoardUnavailable notNow) {
            return false;
        }
    }

    private interface Condition {
        boolean holds() throws IOException, SQLException, InterruptedException;
    }
}
