package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.chaos.Member.Death;
import io.longhaul.acceptance.chaos.Statements.Sent;
import io.longhaul.acceptance.chaos.Traps.Trap;
import io.longhaul.acceptance.link.Link;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Truth;
import io.longhaul.local.service.Service;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deals the blows of a script, and measures how soon the run gets on after a worker's death. */
final class Harm {

    /** A moment that has not come by then does not come. */
    private static final Duration MOMENT = Duration.ofSeconds(8);

    private final ServiceSet services;
    private final Stage stage;
    private final Pace pace;
    private final Truth truth;
    private final Subject subject;
    private final Board board;
    private final Cast cast;
    private final Traps traps;
    private final Statements statements;
    private final Diary diary;
    private final List<String> blows = new ArrayList<>();
    private final List<Duration> takeovers = new ArrayList<>();

    Harm(
            ServiceSet services,
            Stage stage,
            Pace pace,
            Truth truth,
            Subject subject,
            Board board,
            Cast cast,
            Traps traps,
            Statements statements,
            Diary diary) {
        this.services = services;
        this.stage = stage;
        this.pace = pace;
        this.truth = truth;
        this.subject = subject;
        this.board = board;
        this.cast = cast;
        this.traps = traps;
        this.statements = statements;
        this.diary = diary;
    }

    /** The kinds of the blows that fell. */
    synchronized List<String> blows() {
        return List.copyOf(blows);
    }

    /** From deaths to the next statement of a later epoch, where nothing else was out of order. */
    List<Duration> takeovers() {
        return List.copyOf(takeovers);
    }

    /** What kills the command that asks for the run, if its moment comes. */
    void ambush(Moment moment) {
        set(moment, 1, new Blow.Kill(Role.DISPATCHER));
    }

    /** Deals one; {@code onEnd} is called when the run ends while a moment is waited for, and may start another. */
    void befall(Fault fault, OnEnd onEnd) throws IOException, InterruptedException, SQLException {
        Thread.sleep(fault.pause().toMillis());
        diary.say(fault.toString());
        int sent = statements.count();
        if (fault.moment().isPresent()) {
            spring(fault, fault.moment().get(), onEnd);
        } else {
            strike(fault.blow());
        }
        if (fault.recovery()) {
            Poll.until(pace.recovery(), () -> statements.count() > sent + 1 || subject.hasEnded());
        }
    }

    /** Nothing that was laid out springs any more. */
    void relent() {
        traps.clear();
    }

    private void spring(Fault fault, Moment moment, OnEnd onEnd)
            throws IOException, InterruptedException, SQLException {
        Trap trap = set(moment, fault.occurrence(), fault.blow());
        if (moment.role() == Role.REAPER) {
            // It comes when a worker has died, which is for a later fault to bring about.
            return;
        }
        if (moment.isOfAClaim() && !subject.hasEnded()) {
            // It comes with the next claim, so there has to be one.
            strike(new Blow.Kill(Role.WORKER));
        }
        if (!comes(trap, onEnd)) {
            traps.remove(trap);
            diary.say("  its moment did not come");
            return;
        }
        Optional<Member> victim = trap.victim();
        if (fault.recovery() && fault.blow() instanceof Blow.Kill && victim.isPresent()) {
            // The blow falls a moment after its trap has sprung.
            Thread.sleep(20);
            measure(victim.get());
        }
    }

    private boolean comes(Trap trap, OnEnd onEnd) throws IOException, InterruptedException, SQLException {
        Duration patience = trap.moment().isOfAnEnd() ? MOMENT.multipliedBy(3) : MOMENT;
        int ends = 0;
        for (long start = System.nanoTime(); System.nanoTime() - start < patience.toNanos(); ) {
            if (trap.await(200)) {
                return true;
            }
            if (subject.hasEnded()) {
                // A migration may have no such moment at all: forward and backward once is enough to know.
                ends++;
                if (ends > 2 || !onEnd.again()) {
                    return false;
                }
                start = System.nanoTime();
            }
        }
        return false;
    }

    private Trap set(Moment moment, int occurrence, Blow blow) {
        return traps.set(moment, occurrence, blow, () -> fell(blow));
    }

    private synchronized void fell(Blow blow) {
        blows.add(blow.kind());
    }

    private void strike(Blow blow) throws InterruptedException {
        fell(blow);
        if (blow instanceof Blow.ServiceDies dies) {
            Service service = services.of(dies.service());
            service.kill();
            Thread.sleep(dies.away().toMillis());
            service.start();
        } else if (blow instanceof Blow.Flush) {
            flush();
        } else if (blow instanceof Blow.Cut cut) {
            cut(cut);
        } else if (blow instanceof Blow.Inject) {
            subject.now().ifPresent(run -> WakeUps.inject(stage, subject.migration(), run));
        } else {
            Member victim = victim(role(blow));
            victim.suffer(blow);
            if (blow instanceof Blow.Kill && victim.role() == Role.WORKER) {
                measure(victim);
            }
        }
    }

    /** Redis is up, but our connection to it may not have noticed yet. */
    private void flush() throws InterruptedException {
        boolean done = Poll.until(pace.recovery(), () -> {
            board.flush();
            return true;
        });
        if (!done) {
            throw new IllegalStateException("Redis could not be emptied in time");
        }
    }

    private void cut(Blow.Cut cut) throws InterruptedException {
        Link link = victim(cut.role()).link(cut.service());
        if (cut.silently()) {
            link.silence();
        } else {
            link.cut();
        }
        Thread.sleep(cut.time().toMillis());
        link.heal();
    }

    private static Role role(Blow blow) {
        if (blow instanceof Blow.Kill kill) {
            return kill.role();
        }
        return blow instanceof Blow.Freeze freeze ? freeze.role() : ((Blow.Terminate) blow).role();
    }

    /** The worker that has the run in hand, as far as ClickHouse can tell; else the first. */
    private Member victim(Role role) {
        return cast.victim(role, statements.last().map(Sent::process).orElse(""));
    }

    /** From the death of the worker that had the run in hand to the next statement of a later epoch. */
    private void measure(Member victim) throws InterruptedException {
        Optional<Death> death = victim.death();
        Optional<Sent> last = statements.last();
        boolean alone = traps.isEmpty() && cast.everybodyElseIsUp(victim);
        if (death.isEmpty()
                || last.isEmpty()
                || !last.get().process().equals(death.get().process())
                || !alone
                || subject.hasEnded()) {
            return;
        }
        long at = death.get().at();
        Sent before = last.get();
        Poll.until(pace.recovery(), () -> statements.firstAfter(at, before).isPresent() || subject.hasEnded());
        statements
                .firstAfter(at, before)
                .filter(next -> isWithoutBackOff(before))
                .ifPresent(next -> {
                    Duration time = Duration.ofNanos(next.at() - at);
                    diary.say("  next statement after %d ms".formatted(time.toMillis()));
                    takeovers.add(time);
                });
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

    /** What is done when the run ends before its time. */
    interface OnEnd {

        /** Whether it has been looked at and there is a run again. */
        boolean again() throws IOException, InterruptedException, SQLException;
    }
}
