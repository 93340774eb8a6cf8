package io.longhaul.acceptance.chaos;

import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Truth;
import io.longhaul.local.service.ServiceSet;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays one script on an installation of its own, and looks at everything each time the run ends. */
final class Play {

    private static final long ROWS = 16_000;

    private final Script script;
    private final Stage stage;
    private final Pace pace;
    private final Diary diary;
    private final Truth truth;
    private final Subject subject;
    private final Statements statements = new Statements();
    private final Board board;
    private final Cast cast;
    private final Harm harm;
    private final Data data;
    private final List<String> violations = new ArrayList<>();
    private final long begin = System.nanoTime();
    private String wanted = "SUCCEEDED";
    private int ends;
    private long lost;
    private long doubled;
    private boolean stuck;

    /** {@code log} gets a line for each thing that happens. */
    Play(Script script, ServiceSet services, Stage stage, Pace pace, PrintStream log)
            throws IOException, InterruptedException {
        this.script = script;
        this.stage = stage;
        this.pace = pace;
        this.diary = new Diary(log);
        this.truth = stage.truth();
        this.subject = new Subject(truth, script.scenario().migration());
        this.board = new Board(stage);
        this.data = Data.fill(stage, ROWS);
        Traps traps = new Traps();
        this.cast = new Cast(script.reapers(), stage, traps, statements, diary);
        this.harm = new Harm(services, stage, pace, truth, subject, board, cast, traps, statements, diary);
    }

    Outcome play() throws IOException, InterruptedException, SQLException {
        try {
            cast.enter();
            // Deaths without progress are counted elsewhere; here they are the point.
            truth.change(
                    "INSERT INTO setting (scope, name, value, changed_by) VALUES ('', 'max-attempts', '100', 'chaos')");
            askForTheRun();
            act();
            statements
                    .sharedEpochs()
                    .forEach((epoch, writers) -> violations.add("in epoch %s wrote %s".formatted(epoch, writers)));
            violations.addAll(cast.desertions(isHit("postgres") || isHit("link")));
            return new Outcome(
                    script,
                    end(),
                    ends,
                    harm.blows(),
                    harm.takeovers(),
                    statements.goneAfter(),
                    lost,
                    doubled,
                    stuck,
                    violations,
                    Duration.ofNanos(System.nanoTime() - begin));
        } finally {
            cast.close();
            board.close();
        }
    }

    /** However often the command dies, whoever typed it types it again. */
    private void askForTheRun() throws InterruptedException {
        script.first().ifPresent(harm::ambush);
        int code = cast.command("run", subject.migration());
        harm.relent();
        while (code != 0 && code != 3) {
            code = cast.command("run", subject.migration());
        }
    }

    /** All faults; where the run ends before they are used up, it is taken back or asked for again. */
    private void act() throws IOException, InterruptedException, SQLException {
        int half = script.faults().size() / 2;
        for (int i = 0; i < script.faults().size() && !stuck; i++) {
            if (i == half) {
                interfere();
            }
            if (subject.hasEnded()) {
                again();
            }
            harm.befall(script.faults().get(i), this::again);
        }
        harm.relent();
        if (!stuck) {
            isSettled();
        }
    }

    /** What somebody wants of the run on its way. */
    private void interfere() throws InterruptedException {
        String migration = subject.migration();
        if (script.scenario() == Scenario.STOP_AND_BACK && cast.command("stop", migration, "--rollback") == 0) {
            wanted = "ROLLED_BACK";
        } else if (script.scenario() == Scenario.BACK && wanted.equals("SUCCEEDED")) {
            isEnded();
        } else if (script.scenario() == Scenario.PAUSE && cast.command("pause", migration, "--now") == 0) {
            Poll.until(pace.end(), () -> subject.is("PAUSED") || subject.hasEnded());
            cast.command("resume", migration);
        }
    }

    /** Looks at a run that has ended, then takes it back or asks for another; false when it does not end. */
    private boolean again() throws IOException, InterruptedException, SQLException {
        if (stuck || !isSettled()) {
            return false;
        }
        boolean done = subject.is("SUCCEEDED");
        wanted = done ? "ROLLED_BACK" : "SUCCEEDED";
        cast.command(done ? "rollback" : "run", subject.migration());
        return true;
    }

    /** Whether the run has ended by itself; whatever is wrong then is written down. */
    private boolean isSettled() throws IOException, InterruptedException, SQLException {
        ends++;
        if (!isEnded()) {
            stuck = true;
            violations.add("stuck: the run does not end by itself, it is " + subject.now());
            return false;
        }
        String end = end();
        diary.say("ended: " + end);
        agreement();
        Data.Findings findings = data.lookAfter(script.scenario(), end);
        lost += findings.lost();
        doubled += findings.doubled();
        violations.addAll(findings.violations());
        if (!isExpected(end)) {
            violations.add("%s was to end as %s and ended as %s".formatted(script.scenario(), wanted, end));
        }
        return true;
    }

    private boolean isEnded() throws InterruptedException {
        return Poll.until(pace.end(), () -> {
            if (script.scenario() == Scenario.ASK && subject.is("FAILED")) {
                cast.command("resume", subject.migration());
                return false;
            }
            return subject.hasEnded();
        });
    }

    private String end() {
        return subject.now().map(Truth.Now::state).orElse("UNKNOWN");
    }

    private void agreement() throws InterruptedException {
        Agreement agreement = new Agreement(truth, board.reader(), stage);
        List<String> troubles = new ArrayList<>(List.of("PostgreSQL does not answer"));
        Poll.until(pace.agreement(), () -> {
            Optional<Truth.Now> run = subject.now();
            if (run.isPresent()) {
                troubles.clear();
                troubles.addAll(agreement.troubles(run.get()));
            }
            return troubles.isEmpty();
        });
        violations.addAll(troubles);
    }

    /** As was wanted, or as the design's table says of what befell it. */
    private boolean isExpected(String end) throws SQLException {
        boolean crashed =
                !truth.rows("SELECT id FROM event WHERE kind = 'taken-over'").isEmpty();
        return end.equals(wanted)
                || (script.scenario() == Scenario.STOP_AND_BACK && end.equals("CANCELLED"))
                || (script.scenario() == Scenario.IN_PLACE
                        && end.equals("ROLLED_BACK")
                        && (crashed || isHit("clickhouse") || isHit("link")));
    }

    private boolean isHit(String what) {
        return harm.blows().stream().anyMatch(blow -> blow.contains(what));
    }
}
