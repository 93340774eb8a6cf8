package io.longhaul.worker.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Failure;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.store.Settings.Name;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.OwnTarget;
import io.longhaul.worker.target.Running;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Map<Name, String> ONLY_QUERIES = Map.of(
            Name.THROTTLE_PARTS, Name.OFF,
            Name.THROTTLE_MEMORY, Name.OFF,
            Name.THROTTLE_FREE_DISK, Name.OFF);

    private final AtomicLong now = new AtomicLong();
    private volatile Supplier<String> queries = () -> "0";
    private volatile Supplier<Limits> limits = () -> Limits.of(ONLY_QUERIES);

    private Gaugings gaugings() {
        return new Gaugings(() -> limits.get(), Server::new, now::get, "events", "events__lh_");
    }

    private Verdict look(Gaugings gaugings) {
        gaugings.run();
        Gaugings.Last last = gaugings.last();
        return last == null ? new Verdict.Wait("nothing") : last.verdict();
    }

    private void later(Duration by) {
        now.addAndGet(by.toNanos());
    }

    @Test
    void whatCannotBeMeasuredHoldsTheRebuildBackAndSaysWhichSettingAsked() {
        queries = () -> {
            throw new TargetRefused(new Failure("clickhouse", "497", "not enough privileges"));
        };

        assertThat(look(gaugings()))
                .isEqualTo(new Verdict.Wait("cannot measure: clickhouse 497: throttle-queries: not enough privileges"));
    }

    @Test
    void aMistakeInMeasuringHoldsItBackToo() {
        queries = () -> "many";

        assertThat(look(gaugings()))
                .isInstanceOfSatisfying(
                        Verdict.Wait.class, wait -> assertThat(wait.why()).startsWith("cannot measure: "));
    }

    @Test
    void whatIsMeasuredAgainIsForgiven() {
        Gaugings gaugings = gaugings();
        queries = () -> "60";
        assertThat(look(gaugings)).isInstanceOf(Verdict.Wait.class);

        queries = () -> "47";
        assertThat(look(gaugings)).isInstanceOf(Verdict.Wait.class);

        queries = () -> "3";
        assertThat(look(gaugings)).isEqualTo(new Verdict.GoOn());
    }

    @Test
    void aChangedSettingCountsWithinSeconds() {
        Gaugings gaugings = gaugings();
        queries = () -> "60";
        assertThat(look(gaugings)).isInstanceOf(Verdict.Wait.class);

        limits = () -> Limits.NONE;
        later(Duration.ofSeconds(2));

        assertThat(look(gaugings)).isEqualTo(new Verdict.GoOn());
    }

    @Test
    void whilePostgresIsAwayWhatWasLastKnownCounts() {
        Gaugings gaugings = gaugings();
        look(gaugings);
        limits = () -> {
            throw new StoreUnavailable("away", new IllegalStateException());
        };
        later(Duration.ofSeconds(60));
        queries = () -> "60";

        assertThat(look(gaugings)).isInstanceOf(Verdict.Wait.class);
        queries = () -> "0";
        assertThat(look(gaugings)).isEqualTo(new Verdict.GoOn());
    }

    @Test
    void beforePostgresHasEverAnsweredNothingBegins() {
        limits = () -> {
            throw new StoreUnavailable("away", new IllegalStateException());
        };

        assertThat(look(gaugings())).isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void whatWasMeasuredLongAgoSaysNothing() {
        Gaugings gaugings = gaugings();
        gaugings.run();
        Gaugings.Last last = gaugings.last();

        assertThat(Watch.verdict(last, now.get() + Watch.BLIND.toNanos())).isEqualTo(new Verdict.GoOn());
        assertThat(Watch.verdict(last, now.get() + Watch.BLIND.plusSeconds(1).toNanos()))
                .isEqualTo(new Verdict.Wait("cannot measure: no answer for 16 s"));
        assertThat(Watch.verdict(null, now.get())).isInstanceOf(Verdict.Wait.class);
    }

    @Test
    void whatHoldsARebuildBackIsSaid() {
        limits = () -> Limits.of(Map.of(
                Name.THROTTLE_PARTS, Name.OFF,
                Name.THROTTLE_MEMORY, Name.OFF,
                Name.THROTTLE_FREE_DISK, Name.OFF,
                Name.REBUILD_ROWS_PER_SECOND, "1000"));
        try (Watch watch = new Watch(gaugings(), now::get)) {
            Awaitility.await().until(() -> watch.verdict().equals(new Verdict.GoOn()));

            assertThat(watch.heldBack()).isEmpty();
            assertThat(watch.takes(5_000)).isTrue();
            assertThat(watch.takes(5_000)).isFalse();
            assertThat(watch.heldBack()).contains("held to 1000 rows/s (rebuild-rows-per-second)");

            queries = () -> "60";
            Awaitility.await().until(() -> watch.verdict() instanceof Verdict.Wait);
            assertThat(watch.heldBack()).contains("waits: 60 queries of others are running, throttle-queries is 50");
        }
    }

    /** Answers how many queries are running, and nothing else. */
    private final class Server extends OwnTarget {

        @Override
        public List<Map<String, String>> rows(String query, Map<String, String> parameters) {
            return List.of(Map.of("found", queries.get()));
        }

        @Override
        public Outcome execute(TargetStatement statement) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Running> running(QueryId query) {
            return Optional.empty();
        }

        @Override
        public List<QueryId> running(String prefix) {
            return List.of();
        }

        @Override
        public void kill(QueryId query) {}
    }
}
