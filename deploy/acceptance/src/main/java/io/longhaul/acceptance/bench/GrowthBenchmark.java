package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Bar.Of;
import io.longhaul.acceptance.bench.FrontLog.Ended;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.local.quickstart.ClickHouse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether the tenth thousand costs more than the first: partitions of a table, runs in the history. */
final class GrowthBenchmark implements Benchmark {

    /** Noise, on a small machine. */
    private static final double SAME = 1.5;

    private static final int ROWS_OF_A_PARTITION = 100;
    private static final int CLAIMS = 10;
    private static final int ATTEMPTS = 10;

    private static final int RUNS_AT_ONCE = 500;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public void measure(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        partitions(ground, findings);
        history(ground, findings);
    }

    private void partitions(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        List<Integer> sizes = sizes(10, ground.size().partitions());
        List<Double> ofLinks = new ArrayList<>();
        List<Double> ofCopies = new ArrayList<>();
        for (int partitions : sizes) {
            try (Installation installation = ground.installation(
                    name(),
                    4,
                    Definition.orderBy("wide", "text, id"),
                    Definition.engine("wide", "ReplacingMergeTree"))) {
                installation.startWorker();
                // The first two load classes.
                overhead(installation, 1, 10);
                overhead(installation, 2, 10);
                double copy = overhead(installation, 3, partitions);
                double link = overhead(installation, 4, partitions);
                ofCopies.add(copy);
                ofLinks.add(link);
                findings.add("copyOverheadAt" + partitions, "ms", "of a chunk, besides the INSERT", List.of(copy));
                findings.add(
                        "attachOverheadAt" + partitions, "ms", "of a partition, besides the REPLACE", List.of(link));
                ground.tell()
                        .accept("%d partitions: overhead per chunk %.1f ms copied, %.1f ms linked"
                                .formatted(partitions, copy, link));
            }
        }
        findings.note(
                "overhead of a chunk: the lanes' time from the first chunk to the last, less that of the INSERT … SELECT or"
                        + " REPLACE PARTITION in ClickHouse; what is copied has up to 50 of these small partitions in a chunk, so copies are"
                        + " compared from the size at which chunks are full");
        grows(findings, "attachOverheadGrowth", sizes, ofLinks, 100);
        grows(findings, "copyOverheadGrowth", sizes, ofCopies, 1_000);
    }

    private static void grows(Findings findings, String name, List<Integer> sizes, List<Double> found, int wanted) {
        int base = Math.min(
                sizes.indexOf(sizes.stream()
                        .filter(size -> size >= wanted)
                        .findFirst()
                        .orElse(sizes.get(0))),
                sizes.size() - 1);
        findings.add(
                name,
                "",
                "at %d / at %d".formatted(sizes.get(sizes.size() - 1), sizes.get(base)),
                List.of(found.get(found.size() - 1) / found.get(base)),
                Bar.atMost(SAME, Of.MEDIAN));
    }

    /** Milliseconds for each chunk. */
    private static double overhead(Installation installation, int number, int partitions)
            throws IOException, InterruptedException, SQLException {
        ClickHouse clickHouse = installation.stage.clickHouse();
        for (String table : clickHouse
                .ask("SELECT name FROM system.tables WHERE database = currentDatabase()")
                .text()
                .lines()
                .filter(name -> !name.isEmpty())
                .toList()) {
            clickHouse.ask("DROP TABLE `%s` SYNC".formatted(table));
        }
        clickHouse.ask("CREATE TABLE wide (place UInt16, id UInt64, text String)"
                + " ENGINE = MergeTree PARTITION BY place ORDER BY id");
        clickHouse.ask("INSERT INTO wide SELECT number %% %d, number, toString(number) FROM numbers(%d)"
                        .formatted(partitions, (long) partitions * ROWS_OF_A_PARTITION)
                + " SETTINGS max_partitions_per_insert_block = 0, min_insert_block_size_rows = 10000000");
        FrontLog log = installation.frontLog();
        String run = installation.carryOut(Definition.id(number));
        int chunks = installation.chunks(run);
        double work = log.next().stream()
                .filter(ended -> ended.copies() || ended.links())
                .mapToLong(Ended::millis)
                .sum();
        int lanes = Math.min(chunks, Runtime.getRuntime().availableProcessors());
        return (installation.secondsOfChunks(run) * 1000 * lanes - work) / chunks;
    }

    private void history(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        List<Integer> sizes = sizes(100, ground.size().history());
        List<Double> lists = new ArrayList<>();
        List<Double> claims = new ArrayList<>();
        String nothing = "  - name: nothing\n    clickhouse: SELECT 1\n";
        try (Installation installation = ground.installation(name(), CLAIMS * sizes.size() + 1, nothing)) {
            installation.startWorker();
            installation.carryOut(Definition.id(1));
            for (int size : sizes) {
                remember(installation, size);
                List<Double> listing = new ArrayList<>();
                for (int look = 0; look < CLAIMS; look++) {
                    long begin = System.nanoTime();
                    Stage.Finished list = installation.stage.longhaul("list", "--output", "json");
                    if (list.code() != 0) {
                        throw new IllegalStateException("longhaul list ended with " + list);
                    }
                    listing.add((System.nanoTime() - begin) / 1e6);
                }
                List<Double> claiming = new ArrayList<>();
                int first = CLAIMS * sizes.indexOf(size) + 2;
                for (int number = first; number < first + CLAIMS; number++) {
                    claiming.add(DispatchBenchmark.millisToStarted(
                            installation, installation.carryOut(Definition.id(number))));
                }
                lists.add(Spread.of(listing).median());
                claims.add(Spread.of(claiming).median());
                findings.add("listAt" + size, "ms", "longhaul list, start of the program included", listing);
                findings.add("claimAt" + size, "ms", "enqueue to STARTED", claiming);
                ground.tell()
                        .accept("%d runs: list %.0f ms, claim %.0f ms"
                                .formatted(
                                        size,
                                        Spread.of(listing).median(),
                                        Spread.of(claiming).median()));
            }
        }
        grows(findings, "listGrowth", sizes, lists, 100);
        grows(findings, "claimGrowth", sizes, claims, 100);
    }

    /** As many runs in the history, each with a plan, attempts and a story, as that of the first. */
    private static void remember(Installation installation, int runs) throws SQLException {
        int there = (int) installation.number("SELECT count(*) FROM run");
        while (there < runs) {
            installation.store.change("""
                    WITH first AS (SELECT * FROM run ORDER BY asked_at LIMIT 1),
                    made AS (
                      INSERT INTO run (id, migration, checksum, state, direction, wish, epoch, sequence, asked_by, asked_at,
                                       changed_at, started_at, finished_at)
                      SELECT gen_random_uuid(), migration, checksum, state, direction, wish, epoch, sequence, 'bench',
                             asked_at - make_interval(secs => n), changed_at - make_interval(secs => n),
                             started_at - make_interval(secs => n), finished_at - make_interval(secs => n)
                        FROM first, generate_series(%d, %d) AS n
                      ON CONFLICT DO NOTHING RETURNING id),
                    planned AS (
                      INSERT INTO plan (run, document) SELECT made.id, document FROM made, plan WHERE plan.run = (SELECT id FROM first)),
                    tried AS (
                      INSERT INTO attempt (run, operation, chunk, direction, epoch, worker, query_id, statement, ended_at, result)
                      SELECT made.id, n, 0, 'FORWARD', 1, 'bench', made.id || '-' || n, 'SELECT 1', now(), 'DONE'
                        FROM made, generate_series(1, %d) AS n)
                    INSERT INTO event (run, kind, epoch, text)
                    SELECT made.id, event.kind, event.epoch, event.text FROM made, event WHERE event.run = (SELECT id FROM first)""".formatted(there, Math.min(runs, there + RUNS_AT_ONCE) - 1, ATTEMPTS));
            there = (int) installation.number("SELECT count(*) FROM run");
        }
        // Autovacuum would in its own time.
        installation.store.change("ANALYZE");
    }

    /** By the tenfold, and the largest. */
    private static List<Integer> sizes(int first, int last) {
        return Stream.concat(
                        IntStream.iterate(first, size -> size < last, size -> size * 10)
                                .boxed(),
                        Stream.of(last))
                .toList();
    }
}
