package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Bar.Of;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Hard links, where only the engine changes, against the copy of the same table. */
final class AttachBenchmark implements Benchmark {

    @Override
    public String name() {
        return "attach";
    }

    @Override
    public void measure(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        int pairs = ground.size().pairs();
        List<Double> copied = new ArrayList<>();
        List<Double> linked = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        List<Double> runs = new ArrayList<>();
        try (Installation installation = ground.installation(
                name(),
                2 * pairs + 2,
                Definition.orderBy("events", Source.NEW_KEY),
                Definition.engine("events", "ReplacingMergeTree(version)"))) {
            Source source =
                    new Source(installation.stage.clickHouse(), ground.size().rows());
            installation.startWorker();
            for (int pair = 0; pair <= pairs; pair++) {
                String copy = run(installation, source, 2 * pair + 1);
                String link = run(installation, source, 2 * pair + 2);
                if (pair == 0) {
                    // The first of each loads files and classes.
                    continue;
                }
                copied.add(installation.secondsOfChunks(copy));
                linked.add(installation.secondsOfChunks(link));
                times.add(copied.get(pair - 1) / linked.get(pair - 1));
                runs.add(installation.seconds(copy) / installation.seconds(link));
                ground.tell()
                        .accept("attach %d of %d: copy %.2f s, links %.3f s"
                                .formatted(pair, pairs, copied.get(pair - 1), linked.get(pair - 1)));
            }
            findings.note("source: " + source.shape());
        }
        findings.note(
                "by the store's clock, from the first chunk's beginning to the last one's end; a whole run also has its"
                        + " start checks, watermark, exchange and end, which take as long either way");
        findings.add("copy", "s", "all chunks of the copy", copied);
        findings.add("attach", "s", "all chunks of hard links", linked);
        findings.add("timesFaster", "", "copy / attach, by pairs", times, Bar.atLeast(50, Of.MEDIAN));
        findings.add("timesFasterWholeRun", "", "the same of the runs from STARTED to SUCCEEDED", runs);
    }

    private static String run(Installation installation, Source source, int number)
            throws IOException, InterruptedException, SQLException {
        source.fresh();
        String run = installation.carryOut(Definition.id(number));
        source.requireWhole("events");
        return run;
    }
}
