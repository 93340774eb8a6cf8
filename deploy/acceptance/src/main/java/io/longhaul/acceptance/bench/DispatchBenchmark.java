package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Bar.Of;
import io.longhaul.acceptance.stage.Stage;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What comes on top of the work itself: until it begins, with each operation, and until it pauses. */
final class DispatchBenchmark implements Benchmark {

    private static final int OPERATIONS = 200;

    private static final String NOTHING = """
              - name: nothing
                clickhouse: SELECT 1
            """;

    private static final String MANY = """
              - name: nothing {number}
                forEach: { clickhouse: SELECT number FROM numbers(%d) }
                clickhouse: SELECT 1
            """;

    private static final String SHORT = """
              - name: short {number}
                forEach: { clickhouse: SELECT number FROM numbers(5000) }
                clickhouse: SELECT sleep(0.02)
            """;

    private static final String LONG = """
              - name: long
                clickhouse: SELECT sum(sleepEachRow(0.05)) FROM numbers(20000) SETTINGS max_block_size = 1
                onCrash: resume
            """;

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public void measure(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        int runs = ground.size().runs();
        List<String> operations = new ArrayList<>(Collections.nCopies(runs + 1, NOTHING));
        int pairs = ground.size().pairs();
        operations.addAll(Collections.nCopies(pairs, MANY.formatted(OPERATIONS)));
        operations.add(SHORT);
        operations.add(LONG);
        try (Installation installation =
                ground.installation(name(), operations.size(), operations.toArray(String[]::new))) {
            installation.startWorker();
            findings.add(
                    "enqueueToStarted",
                    "ms",
                    "from the run's row to its claim, by the store's clock",
                    started(installation, runs),
                    Bar.atMost(100, Of.P99));
            findings.add(
                    "operation",
                    "ms",
                    "an operation with nothing to do, of %d in a row: its statement, done, and its two journal lines"
                            .formatted(OPERATIONS),
                    overhead(installation, runs + 2, pairs),
                    Bar.atMost(10, Of.MEDIAN));
            findings.add(
                    "pause",
                    "ms",
                    "from the wish to PAUSED, between statements of 20 ms",
                    pauses(installation, runs + 2 + pairs, 2 * pairs, "pause"),
                    Bar.atMost(1_000, Of.MAX));
            findings.add(
                    "pauseNow",
                    "ms",
                    "the same with --now, in a statement of minutes",
                    pauses(installation, runs + 3 + pairs, 2 * pairs, "pause", "--now"),
                    Bar.atMost(1_000, Of.MAX));
        }
        findings.note("one run at a time, asked for by the command; one worker, default timers");
    }

    /** The first run loads classes. */
    static List<Double> started(Installation installation, int runs) throws InterruptedException, SQLException {
        List<Double> millis = new ArrayList<>();
        for (int number = 1; number <= runs + 1; number++) {
            String run = installation.carryOut(Definition.id(number));
            if (number > 1) {
                millis.add(millisToStarted(installation, run));
            }
        }
        return millis;
    }

    static double millisToStarted(Installation installation, String run) throws SQLException {
        return installation.number("""
                SELECT 1000 * extract(epoch FROM (SELECT min(at) FROM event WHERE event.run = run.id AND kind = 'claimed') - asked_at)
                  FROM run WHERE id = '%s'""".formatted(run));
    }

    private static List<Double> overhead(Installation installation, int first, int count)
            throws InterruptedException, SQLException {
        List<Double> millis = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            String run = installation.carryOut(Definition.id(number));
            millis.add(installation.number("SELECT 1000 * extract(epoch FROM max(ended_at) - min(begun_at)) / count(*)"
                    + " FROM attempt WHERE run = '%s'".formatted(run)));
        }
        return millis;
    }

    private static List<Double> pauses(Installation installation, int number, int count, String... command)
            throws InterruptedException, SQLException {
        List<Double> millis = new ArrayList<>();
        String migration = Definition.id(number);
        String run = installation.ask(migration);
        for (int pause = 1; pause <= count; pause++) {
            installation.await(run, "RUNNING");
            Thread.sleep(300);
            List<String> words = new ArrayList<>(List.of(command));
            words.add(migration);
            type(installation, words);
            installation.await(run, "PAUSED");
            millis.add(installation.number("""
                    SELECT 1000 * extract(epoch FROM paused.at - (SELECT max(at) FROM event
                                                                   WHERE run = paused.run AND at < paused.at AND text LIKE '%%pause%%'))
                      FROM event paused WHERE run = '%s' AND kind = 'paused' ORDER BY at DESC LIMIT 1""".formatted(run)));
            type(installation, List.of("resume", migration));
        }
        type(installation, List.of("stop", migration));
        installation.awaitOver(run);
        return millis;
    }

    private static void type(Installation installation, List<String> words) throws InterruptedException {
        Stage.Finished finished = installation.stage.longhaul(words.toArray(String[]::new));
        if (finished.code() != 0) {
            throw new IllegalStateException("longhaul %s ended with %s".formatted(String.join(" ", words), finished));
        }
    }
}
