package io.longhaul.acceptance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The smallest of what {@code deploy/bench} measures. */
@Tag("long")
class BenchIT {

    private static final Map<String, List<String>> BARS = Map.of(
            "rebuild", List.of("ratioToPlainInsertSelect", "ratioToBestInsertSelect"),
            "attach", List.of("timesFaster"),
            "dispatch", List.of("enqueueToStarted", "operation", "pause", "pauseNow"));

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.POSTGRES, Kind.RABBIT, Kind.REDIS, Kind.CLICKHOUSE);

    @TempDir
    Path logs;

    @Test
    void everyFigureIsMeasuredAndHeldAgainstItsBar() throws Exception {
        List<String> story = new ArrayList<>();
        Size size = new Size(2_000, 1, 1, 2, 10, 100, 1);

        Report report = Bench.run(BARS.keySet(), new Ground(services.set(), size, logs, story::add));

        JsonNode json = JsonMapper.shared().readTree(report.json());
        assertThat(json.path("machine").path("clickhouse").asString()).isNotBlank();
        assertThat(json.path("benchmarks")).hasSize(BARS.size());
        for (JsonNode benchmark : json.path("benchmarks")) {
            assertThat(benchmark.has("broken")).as("%s%n%s", benchmark, story).isFalse();
            for (String name : BARS.getOrDefault(benchmark.path("name").asString(), List.of())) {
                assertThat(benchmark.path("figures"))
                        .filteredOn(figure -> figure.path("name").asString().equals(name))
                        .singleElement()
                        .satisfies(figure -> {
                            assertThat(figure.path("median").asDouble()).isPositive();
                            assertThat(figure.path("bar").path("met").isBoolean())
                                    .isTrue();
                        });
            }
        }
        assertThat(report.table()).contains("ratioToPlainInsertSelect", "enqueueToStarted");
    }
}
