package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Bar.Of;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A rebuild with another sorting key against the statements that somebody would type instead. */
final class RebuildBenchmark implements Benchmark {

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public void measure(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        int pairs = ground.size().pairs();
        String best = " SETTINGS max_insert_threads = " + Runtime.getRuntime().availableProcessors();
        List<Double> plain = new ArrayList<>();
        List<Double> typed = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> toPlain = new ArrayList<>();
        List<Double> toBest = new ArrayList<>();
        try (Installation installation =
                ground.installation(name(), pairs + 1, Definition.orderBy("events", Source.NEW_KEY))) {
            Source source =
                    new Source(installation.stage.clickHouse(), ground.size().rows());
            installation.startWorker();
            warmUp(installation, source, pairs + 1);
            for (int pair = 1; pair <= pairs; pair++) {
                plain.add(source.plainCopy(""));
                typed.add(source.plainCopy(best));
                source.fresh();
                String run = installation.carryOut(Definition.id(pair));
                source.requireWhole("events");
                ours.add(installation.seconds(run));
                toPlain.add(last(ours) / last(plain));
                toBest.add(last(ours) / last(typed));
                ground.tell()
                        .accept("rebuild %d of %d: plain %.2f s, best %.2f s, rebuild %.2f s in %d chunks"
                                .formatted(
                                        pair, pairs, last(plain), last(typed), last(ours), installation.chunks(run)));
            }
            findings.note("source: " + source.shape());
        }
        findings.note(
                "the rebuild's time is the run's, from STARTED to SUCCEEDED by the store's clock: staging, publishing,"
                        + " verification, exchange and journal are in it; the statements' time is the client's");
        findings.note("best single statement: INSERT INTO … SELECT …" + best);
        findings.add("plainInsertSelect", "s", "INSERT … SELECT of the whole table, default settings", plain);
        findings.add("bestInsertSelect", "s", "the same with max_insert_threads = cores", typed);
        findings.add("rebuild", "s", "rebuildTable of the same table", ours);
        findings.add("ratioToPlainInsertSelect", "", "rebuild / plain, by pairs", toPlain, Bar.atMost(0.65, Of.MEDIAN));
        findings.add("ratioToBestInsertSelect", "", "rebuild / best, by pairs", toBest, Bar.atMost(1.05, Of.MEDIAN));
    }

    /** Files are read and classes are loaded once for all. */
    private static void warmUp(Installation installation, Source source, int number)
            throws IOException, InterruptedException, SQLException {
        source.plainCopy("");
        source.fresh();
        installation.carryOut(Definition.id(number));
    }

    private static double last(List<Double> numbers) {
        return numbers.get(numbers.size() - 1);
    }
}
