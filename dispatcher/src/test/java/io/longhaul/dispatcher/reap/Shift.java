package io.longhaul.dispatcher.reap;

import io.longhaul.common.board.Task;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Outbox.Entry;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.dispatcher.dispatch.Relay;
import io.longhaul.dispatcher.fixture.FakeCleanUps;
import io.longhaul.dispatcher.fixture.FakeEvents;
import io.longhaul.dispatcher.fixture.FakeOutbox;
import io.longhaul.dispatcher.fixture.FakePresence;
import io.longhaul.dispatcher.fixture.FakePublisher;
import io.longhaul.dispatcher.fixture.FakeRunStore;
import io.longhaul.dispatcher.fixture.FakeSearch;
import io.longhaul.dispatcher.fixture.FakeSettings;
import io.longhaul.dispatcher.fixture.FakeTakeovers;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reaper on ports in memory, whose clock a test moves. */
final class Shift {

    final FakePresence presence = new FakePresence();
    final FakeOutbox outbox = new FakeOutbox();
    final FakePublisher publisher = new FakePublisher();
    final FakeTakeovers takeovers = new FakeTakeovers();
    final FakeSearch search = new FakeSearch();
    final FakeEvents events = new FakeEvents();
    final List<Task> board = new ArrayList<>();
    Optional<Map<WorkerId, Beat>> beats = Optional.of(Map.of());
    private long now;
    boolean tables = true;
    Optional<String> redis = Optional.empty();

    final Reaper reaper = new Reaper(
            this::bringUpToDate,
            presence,
            new Member("r-1", Kind.REAPER, "db1", 4711),
            new Relay(outbox, publisher),
            outbox,
            new Patrol(takeovers, new FakeRunStore(), events, board::add, () -> beats, Timers.DEFAULTS, () -> now),
            new Mirror(search, List::of, board::add),
            new CleanUpCalls(new FakeCleanUps(), new FakeSettings()),
            Map.of(Service.REDIS, () -> redis),
            Timers.DEFAULTS);

    private void bringUpToDate() {
        if (!tables) {
            throw new StoreUnavailable("PostgreSQL at db1:5432 cannot be reached", new IllegalStateException("test"));
        }
    }

    static Entry waiting() {
        return new Entry(1, new WakeUp(Runs.ID, Runs.SORTING_KEY, 1, Direction.FORWARD));
    }

    /** Listens and looks once a second. */
    void look(int seconds) {
        for (int second = 0; second < seconds; second++) {
            reaper.listening().run();
            reaper.patrolling().run();
            now += Duration.ofSeconds(1).toNanos();
        }
    }
}
