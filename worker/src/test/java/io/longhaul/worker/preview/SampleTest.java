package io.longhaul.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Failure;
import io.longhaul.worker.preview.Sample.Timed;
import io.longhaul.worker.target.Reckoning;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleTest {

    private long now;
    private long nanosPerRow = 100;
    private long there = Long.MAX_VALUE;
    private long mostRead = Long.MAX_VALUE;
    private final List<Long> asked = new ArrayList<>();

    @Test
    void itReadsMoreUntilTheFigureIsSteady() {
        assertThat(take()).contains(new Timed(10_000_000, Duration.ofSeconds(1)));
        assertThat(asked).containsExactly(10_000L, 100_000L, 1_000_000L, 10_000_000L);
    }

    @Test
    void itReadsNoMoreThanThereIs() {
        there = 40_000;

        assertThat(take()).contains(new Timed(40_000, Duration.ofMillis(4)));
    }

    @Test
    void whatIsSlowIsReadOnce() {
        nanosPerRow = 200_000;

        assertThat(take()).contains(new Timed(10_000, Duration.ofSeconds(2)));
    }

    @Test
    void whatTookTooLongLeavesWhatWasReadBefore() {
        mostRead = 100_000;

        assertThat(take()).contains(new Timed(100_000, Duration.ofMillis(10)));
    }

    @Test
    void whatCannotBeReadYetHasNoSample() {
        mostRead = 0;

        assertThat(take()).isEmpty();
    }

    private Optional<Timed> take() {
        Deadline deadline = new Deadline(Duration.ofSeconds(3), () -> now);
        return new Sample(new Reader(), () -> now).take("SELECT 1", Map.of(), deadline);
    }

    private final class Reader implements Reckoning {

        @Override
        public List<Share> estimate(String select, Map<String, String> parameters) {
            return List.of();
        }

        @Override
        public Optional<Double> bytesPerRow(Table table) {
            return Optional.empty();
        }

        @Override
        public long read(String select, Map<String, String> parameters, long atMost) {
            if (atMost > mostRead) {
                throw new TargetRefused(new Failure("clickhouse", "159", "too slow"));
            }
            asked.add(atMost);
            long rows = Math.min(there, atMost);
            now += rows * nanosPerRow;
            return rows;
        }
    }
}
