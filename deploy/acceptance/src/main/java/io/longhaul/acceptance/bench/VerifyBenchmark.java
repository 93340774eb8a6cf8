package io.longhaul.acceptance.bench;

import io.longhaul.acceptance.bench.Bar.Of;
import io.longhaul.acceptance.bench.FrontLog.Ended;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What it costs to hold each chunk against the old table. */
final class VerifyBenchmark implements Benchmark {

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public void measure(Ground ground, Findings findings) throws IOException, InterruptedException, SQLException {
        int pairs = ground.size().pairs();
        List<Double> copying = new ArrayList<>();
        List<Double> verifying = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        try (Installation installation =
                ground.installation(name(), pairs + 1, Definition.orderBy("events", Source.NEW_KEY))) {
            Source source =
                    new Source(installation.stage.clickHouse(), ground.size().rows());
            installation.startWorker();
            for (int pair = 0; pair <= pairs; pair++) {
                source.fresh();
                FrontLog log = installation.frontLog();
                String run = installation.carryOut(Definition.id(pair + 1));
                List<Ended> ended = log.next();
                requireAll(ended, installation.chunks(run));
                if (pair > 0) {
                    copying.add(seconds(ended, Ended::copies));
                    verifying.add(seconds(ended, Ended::verifies));
                    share.add(verifying.get(pair - 1) / copying.get(pair - 1));
                    ground.tell()
                            .accept("verify %d of %d: copy %.2f s, verification %.2f s"
                                    .formatted(pair, pairs, copying.get(pair - 1), verifying.get(pair - 1)));
                }
            }
            findings.note("source: " + source.shape());
        }
        findings.note("sums of the statements' times in ClickHouse over all lanes");
        findings.add("copy", "s", "INSERT … SELECT of all chunks", copying);
        findings.add("verification", "s", "counts and checksums of both sides, the last audit included", verifying);
        findings.add("share", "", "verification / copy", share, Bar.atMost(0.35, Of.MEDIAN));
    }

    /** The log is recognised by its text: where that has changed, no figure is better than a wrong one. */
    private static void requireAll(List<Ended> ended, int chunks) {
        long copies = ended.stream().filter(Ended::copies).count();
        long looks = ended.stream().filter(Ended::verifies).count();
        if (copies < chunks || looks < 2L * chunks) {
            throw new IllegalStateException(
                    "of %d chunks ClickHouse's log has %d copies and %d looks; has their text changed?"
                            .formatted(chunks, copies, looks));
        }
    }

    private static double seconds(List<Ended> ended, Predicate<Ended> which) {
        return ended.stream().filter(which).mapToLong(Ended::millis).sum() / 1000.0;
    }
}
