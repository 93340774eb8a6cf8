package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Bar.Of;
import io.longhaul.acceptance.bench.Writer.Insert;
import io.longhaul.local.quickstart.ClickHouse;
import io.longhaul.local.service.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/** The name goes from one table to the other while people write and read; in half of them something is killed. */
final class CutoverBenchmark implements Benchmark {

    /** On one table, whose rows are counted at the end. */
    private static final int TOGETHER = 10;

    private static final long CALM_MILLIS = 2_000;
    private static final int SHARE_OF_ROWS = 20;

    @Override
    public String name() {
        return "cutover";
    }

    @Override
    public void measure(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        CutoverLog log = new CutoverLog();
        long rows = Math.max(1_000, ground.size().rows() / SHARE_OF_ROWS);
        int cutovers = ground.size().cutovers();
        for (int done = 0; done < cutovers; done += TOGETHER) {
            undisturbed(ground, Math.min(TOGETHER, cutovers - done), rows, log);
        }
        findings.note(
                "a table of %,d rows; three writers with a pause of 25 ms after each insert of ten rows, one whose inserts"
                                .formatted(rows)
                        + " take half a second, and one reader; the longest wait and the blind spot are of the undisturbed ones");
        findings.add("insertsBefore", "/s", "of the three writers, before", log.before);
        findings.add("insertsDuring", "/s", "from STARTED to SUCCEEDED", log.during);
        findings.add("insertsAfter", "/s", "afterwards", log.after);
        findings.add("longestInsertBefore", "ms", "the longest insert of one of them before", log.waitBefore);
        findings.add(
                "longestStall",
                "ms",
                "the longest insert of one of them meanwhile",
                log.wait,
                Bar.atMost(1_000, Of.MAX));
        findings.add(
                "blindSpot",
                "ms",
                "from the last look that sees all acknowledged rows to the next that does",
                log.blind,
                Bar.atMost(1_000, Of.MEDIAN));
        findings.add("run", "s", "STARTED to SUCCEEDED", log.seconds);
        log.report(findings, "", cutovers);

        CutoverLog killed = new CutoverLog();
        double typical = Spread.of(log.seconds).median();
        Random moments = new Random(ground.size().seed());
        for (int done = 0; done < cutovers; done += TOGETHER) {
            killed(ground, Math.min(TOGETHER, cutovers - done), done, rows, typical, moments, killed);
        }
        findings.note(
                "killed at a random moment of the run (seed %d): worker %d times, ClickHouse %d times, in turn; the run was over before %d of these"
                        .formatted(ground.size().seed(), killed.workers, killed.servers, killed.missed));
        findings.add("runKilled", "s", "STARTED to SUCCEEDED with a kill, fastest timers", killed.seconds);
        killed.report(findings, "Killed", cutovers);
    }

    private void undisturbed(Ground ground, int cutovers, long rows, CutoverLog log)
            throws IOException, InterruptedException, SQLException {
        try (Installation installation = installation(ground, cutovers)) {
            ClickHouse clickHouse = fill(installation, rows);
            installation.startWorker();
            Crowd crowd = new Crowd(installation.stage.setting("LONGHAUL_CLICKHOUSE_URL"));
            try (crowd) {
                for (int number = 1; number <= cutovers; number++) {
                    long calm = System.currentTimeMillis();
                    Thread.sleep(CALM_MILLIS);
                    crowd.reader().longestMillis();
                    String run = installation.carryOut(Definition.id(number));
                    long begin = millis(installation, run, "started_at");
                    long end = millis(installation, run, "finished_at");
                    Thread.sleep(CALM_MILLIS);
                    log.blind.add(crowd.reader().longestMillis());
                    log.before.add(rate(crowd.between(calm, calm + CALM_MILLIS), CALM_MILLIS));
                    log.during.add(rate(crowd.between(begin, end), end - begin));
                    log.after.add(rate(crowd.between(end, end + CALM_MILLIS), CALM_MILLIS));
                    log.waitBefore.add(longest(crowd.between(calm, calm + CALM_MILLIS)));
                    log.wait.add(longest(crowd.between(begin, end + CALM_MILLIS)));
                    log.countRefused(crowd);
                    log.seconds.add(installation.seconds(run));
                    dropOld(clickHouse);
                    ground.tell()
                            .accept("cut-over %d of %d: %.1f s".formatted(number, cutovers, installation.seconds(run)));
                }
            }
            log.count(crowd, crowd.count(clickHouse, rows));
        }
    }

    private void killed(
            Ground ground, int cutovers, int before, long rows, double typical, Random moments, CutoverLog log)
            throws IOException, InterruptedException, SQLException {
        try (Installation installation = installation(ground, cutovers)) {
            installation.stage.withFastestTimers();
            ClickHouse clickHouse = fill(installation, rows);
            installation.startWorker();
            installation.expectTrouble();
            installation.stage.startReaper();
            Crowd crowd = new Crowd(installation.stage.setting("LONGHAUL_CLICKHOUSE_URL"));
            try (crowd) {
                for (int number = 1; number <= cutovers; number++) {
                    String run = installation.ask(Definition.id(number));
                    installation.awaitRunning(run);
                    Thread.sleep((long) (moments.nextDouble() * typical * 1_000));
                    log.missed += installation
                                    .value("SELECT state FROM run WHERE id = '%s'".formatted(run))
                                    .equals("SUCCEEDED")
                            ? 1
                            : 0;
                    boolean server = (before + number) % 2 == 0;
                    if (server) {
                        installation.services.of(Kind.CLICKHOUSE).restart();
                        log.servers++;
                    } else {
                        installation.killWorker();
                        log.workers++;
                    }
                    installation.await(run, "SUCCEEDED");
                    log.countRefused(crowd);
                    log.seconds.add(installation.seconds(run));
                    dropOld(clickHouse);
                    ground.tell()
                            .accept("cut-over %d of %d, %s killed: %.1f s"
                                    .formatted(
                                            number,
                                            cutovers,
                                            server ? "ClickHouse" : "worker",
                                            installation.seconds(run)));
                }
            }
            log.count(crowd, crowd.count(clickHouse, rows));
        }
    }

    private Installation installation(Ground ground, int cutovers) throws IOException {
        return ground.installation(
                name(),
                cutovers,
                Definition.orderBy("events", "text, seq"),
                Definition.orderBy("events", "writer, seq"));
    }

    private static ClickHouse fill(Installation installation, long rows) throws IOException, InterruptedException {
        ClickHouse clickHouse = installation.stage.clickHouse();
        clickHouse.ask("""
                CREATE TABLE events (writer UInt8, seq UInt64, at DateTime, text String)
                ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (writer, seq)""");
        clickHouse.ask("""
                INSERT INTO events SELECT 0, number, toDateTime('2024-01-01 00:00:00') + (number %% 4) * 2678400, toString(number)
                  FROM numbers(%d)""".formatted(rows));
        return clickHouse;
    }

    /** What is kept for a rollback is not what is measured here. */
    private static void dropOld(ClickHouse clickHouse) throws IOException, InterruptedException {
        for (String table : clickHouse
                .ask(
                        "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'events\\\\_\\\\_lh\\\\_old%'")
                .text()
                .lines()
                .toList()) {
            clickHouse.ask("DROP TABLE `%s` SYNC".formatted(table));
        }
    }

    private static long millis(Installation installation, String run, String column) throws SQLException {
        return (long) installation.number(
                "SELECT 1000 * extract(epoch FROM %s) FROM run WHERE id = '%s'".formatted(column, run));
    }

    private static double rate(List<Insert> inserts, long millis) {
        return inserts.stream().filter(Insert::isWell).count() * 1000.0 / Math.max(1, millis);
    }

    private static double longest(List<Insert> inserts) {
        return inserts.stream().mapToLong(Insert::millis).max().orElse(0);
    }
}
