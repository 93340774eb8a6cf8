package io.longhaul.acceptance.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All benchmarks, one after the other. One that cannot be measured says so in its place, and the next has its turn. */
final class Bench {

    private static final List<Benchmark> ALL = List.of(
            new RebuildBenchmark(),
            new AttachBenchmark(),
            new VerifyBenchmark(),
            new CutoverBenchmark(),
            new DispatchBenchmark(),
            new GrowthBenchmark());

    private Bench() {}

    static List<String> names() {
        return ALL.stream().map(Benchmark::name).toList();
    }

    static Report run(Collection<String> names, Ground ground) throws IOException, InterruptedException, SQLException {
        Machine machine = Machine.of(ground.services(), ground.size());
        List<Report.Part> parts = new ArrayList<>();
        for (Benchmark benchmark : ALL) {
            if (names.contains(benchmark.name())) {
                parts.add(part(benchmark, ground));
            }
        }
        return new Report(machine, parts);
    }

    private static Report.Part part(Benchmark benchmark, Ground ground) throws InterruptedException {
        Findings findings = new Findings();
        String broken = "";
        try {
            benchmark.measure(ground, findings);
        } catch (IOException | SQLException | RuntimeException failed) {
            broken = String.valueOf(failed.getMessage());
            ground.tell().accept("%s: %s".formatted(benchmark.name(), failed));
        }
        return new Report.Part(benchmark.name(), findings.figures(), findings.notes(), broken);
    }
}
