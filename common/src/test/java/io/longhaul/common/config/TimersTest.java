package io.longhaul.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimersTest {

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        assertThat(Timers.DEFAULTS).isEqualTo(timers("2s", "8s", "10s", "15s", "1s", "5s", "1s", "10s", "60s"));
    }

    @Test
    void theFastestAreThoseOfTheDesign() {
        assertThat(Timers.FASTEST).isEqualTo(timers("500ms", "2s", "2.5s", "4s", "250ms", "2s", "500ms", "3s", "5s"));
    }

    @Test
    void neitherDefaultsNorFastestBreakARule() {
        assertThat(Timers.DEFAULTS.problems()).isEmpty();
        assertThat(Timers.FASTEST.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "LONGHAUL_HEARTBEAT, 499ms, 500ms",
        "LONGHAUL_LOCK_LEASE, 1999ms, 2s",
        "LONGHAUL_SELF_FENCE, 2499ms, 2500ms",
        "LONGHAUL_DEAD_AFTER, 3999ms, 4s",
        "LONGHAUL_REAPER_POLL, 249ms, 250ms",
        "LONGHAUL_IDLE_IN_TRANSACTION, 1999ms, 2s",
        "LONGHAUL_LOCK_TIMEOUT, 499ms, 500ms",
        "LONGHAUL_REDIS_LIFE, 2999ms, 3s",
        "LONGHAUL_SWEEP, 4999ms, 5s"
    })
    void nothingIsFasterThanTheFastest(String name, String tooFast, String fastest) {
        assertThat(with(Map.of(name, tooFast)).problems())
                .contains("%s is %s; the fastest that is safe is %s".formatted(name, tooFast, fastest));
        assertThat(with(Map.of(name, fastest)).problems()).noneMatch(problem -> problem.startsWith(name + " is "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LONGHAUL_HEARTBEAT           | 2500ms | four times LONGHAUL_HEARTBEAT (10s) must be less than LONGHAUL_SELF_FENCE (10s)
                    LONGHAUL_LOCK_LEASE          | 10s    | LONGHAUL_LOCK_LEASE (10s) must be less than LONGHAUL_SELF_FENCE (10s)
                    LONGHAUL_SELF_FENCE          | 15s    | LONGHAUL_SELF_FENCE (15s) must be less than LONGHAUL_DEAD_AFTER (15s)
                    LONGHAUL_IDLE_IN_TRANSACTION | 15s    | LONGHAUL_IDLE_IN_TRANSACTION (15s) must be less than LONGHAUL_DEAD_AFTER (15s)
                    LONGHAUL_REAPER_POLL         | 5s     | three times LONGHAUL_REAPER_POLL (15s) must be less than LONGHAUL_DEAD_AFTER (15s)
                    LONGHAUL_REDIS_LIFE          | 4s     | twice LONGHAUL_HEARTBEAT (4s) must be less than LONGHAUL_REDIS_LIFE (4s)
                    """)
    void eachRuleOfOrderIsSaidInOneSentence(String name, String value, String problem) {
        assertThat(with(Map.of(name, value)).problems()).containsExactly(problem);
    }

    @Test
    void aSlowerWorldIsAllowedAsLongAsTheOrderHolds() {
        assertThat(timers("1m", "4m", "5m", "10m", "1m", "5m", "10s", "3m", "1h")
                        .problems())
                .isEmpty();
    }

    @Test
    void everyBrokenRuleIsReported() {
        List<String> problems = timers("20s", "20s", "10s", "5s", "2s", "30s", "1s", "10s", "60s")
                .problems();

        assertThat(problems).hasSize(6).allMatch(problem -> problem.contains(" must be less than "));
    }

    private static Timers with(Map<String, String> values) {
        return new Configuration(values).timers();
    }

    private static Timers timers(String... texts) {
        List<Duration> t = List.of(texts).stream().map(Durations::parse).toList();
        return new Timers(t.get(0), t.get(1), t.get(2), t.get(3), t.get(4), t.get(5), t.get(6), t.get(7), t.get(8));
    }
}
