package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.board.Task;
import io.longhaul.common.board.TaskReader.PostedTask;
import io.longhaul.common.config.Timers;
import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Events.Event;
import io.longhaul.common.store.Outbox.Entry;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.Takeovers.Verdict;
import io.longhaul.dispatcher.dispatch.Relay;
import io.longhaul.dispatcher.fixture.FakeEvents;
import io.longhaul.dispatcher.fixture.FakeOutbox;
import io.longhaul.dispatcher.fixture.FakePresence;
import io.longhaul.dispatcher.fixture.FakePublisher;
import io.longhaul.dispatcher.fixture.FakeRunStore;
import io.longhaul.dispatcher.fixture.FakeSearch;
import io.longhaul.dispatcher.fixture.FakeTakeovers;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaperTest {

    private final FakePresence presence = new FakePresence();
    private final FakeOutbox outbox = new FakeOutbox();
    private final FakePublisher publisher = new FakePublisher();
    private final FakeTakeovers takeovers = new FakeTakeovers();
    private final FakeSearch search = new FakeSearch();
    private final FakeEvents events = new FakeEvents();
    private final List<Task> board = new ArrayList<>();
    private Optional<Map<WorkerId, Beat>> beats = Optional.of(Map.of());
    private long now;
    private long sequence = 17;
    private long count;
    private boolean tables = true;
    private Optional<String> redis = Optional.empty();

    private final Reaper reaper = new Reaper(
            this::bringUpToDate,
            presence,
            new Member("r-1", Kind.REAPER, "db1", 4711),
            new Relay(outbox, publisher),
            outbox,
            new Patrol(takeovers, new FakeRunStore(), events, board::add, () -> beats, Timers.DEFAULTS, () -> now),
            new Mirror(search, List::of, board::add),
            Map.of(Service.REDIS, () -> redis),
            Timers.DEFAULTS);

    private void bringUpToDate() {
        if (!tables) {
            throw new StoreUnavailable("PostgreSQL at db1:5432 cannot be reached", new IllegalStateException("test"));
        }
    }

    private static Entry waiting() {
        return new Entry(1, new WakeUp(Runs.ID, Runs.SORTING_KEY, 1, Direction.FORWARD));
    }

    @Test
    void itArrivesOnceAndBeatsWithWhatItFound() {
        reaper.presence().run();
        reaper.relaying().run();
        redis = Optional.of("connection refused");
        reaper.probing(Service.REDIS, () -> redis).run();
        reaper.presence().run();

        assertThat(presence.heard.subList(0, 2)).containsExactly("arrive REAPER", "beat {}");
        assertThat(presence.heard.get(2)).contains("RABBITMQ=OK", "REDIS=AWAY");
    }

    @Test
    void nothingIsDoneBeforeTheTablesAreThere() {
        tables = false;
        outbox.waiting.add(waiting());

        reaper.presence().run();
        reaper.relaying().run();
        reaper.sweeping().run();

        assertThat(presence.heard).isEmpty();
        assertThat(publisher.sent).isEmpty();
        assertThat(outbox.sweeps).isZero();
    }

    @Test
    void itGoesOnAfterAnyOutage() {
        reaper.presence().run();
        outbox.waiting.add(waiting());
        outbox.away = true;
        presence.away = true;
        reaper.presence().run();
        reaper.relaying().run();
        reaper.sweeping().run();

        outbox.away = false;
        presence.away = false;
        reaper.relaying().run();
        reaper.sweeping().run();
        reaper.leave();

        assertThat(publisher.sent).hasSize(1);
        assertThat(outbox.sweeps).isEqualTo(1);
        assertThat(presence.heard).endsWith("leave");
    }

    private void look(int seconds) {
        for (int second = 0; second < seconds; second++) {
            reaper.listening().run();
            reaper.patrolling().run();
            now += Duration.ofSeconds(1).toNanos();
        }
    }

    @Test
    void aRunWhoseWorkerIsDeadIsTakenOverPostedAndItsWakeUpSentAtOnce() {
        reaper.presence().run();
        takeovers.owned.add(Lost.forward().owned());
        look(15);
        assertThat(takeovers.taken).isEmpty();

        look(1);
        assertThat(takeovers.taken).containsExactly(new Verdict.Queue(Direction.FORWARD, Duration.ZERO));
        assertThat(board).hasSize(1);
        assertThat(board.get(0).failure())
                .contains(new Failure("longhaul", "worker-lost", "worker w-7f3 was silent for 15 s"));
        outbox.young.add(waiting());
        reaper.relaying().run();
        assertThat(publisher.sent).hasSize(1);
    }

    @Test
    void whoComesSecondDoesNothing() {
        reaper.presence().run();
        takeovers.owned.add(Lost.forward().owned());
        takeovers.lost = true;
        look(20);

        assertThat(board).isEmpty();
    }

    @Test
    void aLockedRowIsTriedAgainAndIsNoReasonToForget() {
        reaper.presence().run();
        takeovers.owned.add(Lost.forward().owned());
        takeovers.locked = true;
        look(20);
        takeovers.locked = false;
        look(1);

        assertThat(takeovers.taken).hasSize(1);
    }

    @Test
    void anOutageOfPostgresqlMakesNobodyLookDead() {
        reaper.presence().run();
        takeovers.owned.add(Lost.forward().owned());
        look(14);
        takeovers.away = true;
        look(1);
        takeovers.away = false;
        look(15);
        assertThat(takeovers.taken).isEmpty();

        look(1);
        assertThat(takeovers.taken).hasSize(1);
    }

    /** Its worker beats in PostgreSQL, whatever Redis says. */
    private void lookAtALivingWorker(int seconds) {
        for (int second = 0; second < seconds; second++) {
            takeovers.owned.clear();
            takeovers.owned.add(Lost.forward().at(3, ++sequence).owned());
            look(1);
        }
    }

    private void lookAtABeatingWorker(int seconds) {
        for (int second = 0; second < seconds; second++) {
            beats = beat(++count);
            lookAtALivingWorker(1);
        }
    }

    private static Optional<Map<WorkerId, Beat>> beat(long count) {
        return Optional.of(
                Map.of(Runs.WORKER, new Beat(Runs.WORKER, "db2", 4711, Status.RUNNING, Optional.empty(), count)));
    }

    private List<String> story() {
        return events.story.stream().map(Event::kind).toList();
    }

    @Test
    void aWorkerThatRedisDoesNotHearIsSuspectUntilItIsHeard() {
        reaper.presence().run();
        lookAtALivingWorker(20);
        assertThat(story()).containsExactly("suspect");
        assertThat(events.story.get(0).actor()).contains("r-1");

        lookAtABeatingWorker(2);
        assertThat(story()).containsExactly("suspect", "trusted");
    }

    @Test
    void aSuspectWorkerIsNotTrustedBecauseRedisWasAway() {
        reaper.presence().run();
        beats = beat(7);
        lookAtALivingWorker(20);
        beats = Optional.empty();
        lookAtALivingWorker(20);
        beats = beat(7);
        lookAtALivingWorker(20);

        assertThat(story()).containsExactly("suspect");
    }

    @Test
    void aBeatFromAnOldCopyOfRedisIsNoSignOfLife() {
        reaper.presence().run();
        beats = beat(7);
        lookAtALivingWorker(20);
        beats = Optional.empty();
        lookAtALivingWorker(3);
        beats = beat(5);
        lookAtALivingWorker(20);

        assertThat(story()).containsExactly("suspect");
    }

    @Test
    void aWorkerThatBeatsThroughAnOutageOfRedisIsNeverDoubted() {
        reaper.presence().run();
        lookAtABeatingWorker(5);
        beats = Optional.empty();
        lookAtALivingWorker(20);
        lookAtABeatingWorker(20);

        assertThat(story()).isEmpty();
    }

    @Test
    void whomAReaperBeforeUsDoubtedIsTrustedOnlyOnceWeHaveHeardIt() {
        events.doubt(
                new Hold(Runs.ID, new Epoch(3), Runs.WORKER), "no sign of life in Redis; PostgreSQL decides", "r-0");
        reaper.presence().run();
        beats = beat(7);
        lookAtALivingWorker(3);
        assertThat(story()).containsExactly("suspect");

        lookAtABeatingWorker(8 + 1);
        assertThat(story()).containsExactly("suspect", "trusted");
    }

    @Test
    void tasksThatRedisLostAreWrittenAgain() {
        reaper.presence().run();
        search.overview.add(
                Found.line("0007_events_sorting_key", Runs.run(RunState.RUNNING, Runs.HALFWAY), Duration.ofDays(30)));
        search.overview.add(Found.line("0008_b", Runs.run(RunState.SUCCEEDED, Runs.HALFWAY), Duration.ofDays(3)));
        search.overview.add(Found.line("0009_c", Runs.run(RunState.SUCCEEDED, Runs.HALFWAY), Duration.ofDays(30)));
        search.overview.add(Found.never("0010_d"));

        reaper.mirroring().run();

        assertThat(board).hasSize(2);
    }

    @Test
    void aTaskWhoseWorkerDiedBeforeItCouldTellOfTheEndIsWrittenAgain() {
        Run ended = Runs.run(RunState.SUCCEEDED, Runs.HALFWAY);
        search.overview.add(Found.line("0007_events_sorting_key", ended, Duration.ofMinutes(1)));

        assertThat(mirrored(ended, RunState.RUNNING)).isEqualTo(1);
        assertThat(mirrored(ended, RunState.SUCCEEDED)).isZero();
        assertThat(board)
                .singleElement()
                .satisfies(task -> assertThat(task.run()).isEqualTo(ended));
    }

    @Test
    void theTaskOfARunInAWorkersHandIsItsWorkersAlone() {
        Run going = Runs.run(RunState.RUNNING, Runs.HALFWAY);
        search.overview.add(Found.line("0007_events_sorting_key", going, Duration.ofMinutes(1)));

        assertThat(mirrored(going, RunState.STARTING)).isZero();
    }

    private int mirrored(Run run, RunState posted) {
        PostedTask task = new PostedTask(
                run.id().toString(), run.migration().value(), "STARTED", posted.name(), "w-7f3", "", "41", "", "{}");
        return new Mirror(search, () -> List.of(task), board::add).pass();
    }

    @Test
    void itGoesOnAfterAMistakeOfOurs() {
        Runnable broken = new Duty(
                "test",
                () -> {
                    throw new IllegalStateException("never expected");
                },
                new Troubles());

        broken.run();
        broken.run();
    }

    @Test
    void itLeavesEvenWhenNobodyCanBeTold() {
        reaper.presence().run();
        presence.away = true;

        reaper.leave();

        assertThat(presence.heard).doesNotContain("leave");
    }
}
