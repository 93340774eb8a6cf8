package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Events.Event;
import io.longhaul.common.store.Takeovers.Verdict;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a reaper doubts, trusts and takes a run from. */
class PatrolTest {

    private final Shift shift = new Shift();
    private long sequence = 17;
    private long count;

    @Test
    void aRunWhoseWorkerIsDeadIsTakenOverPostedAndItsWakeUpSentAtOnce() {
        shift.reaper.presence().run();
        shift.takeovers.owned.add(Lost.forward().owned());
        shift.look(15);
        assertThat(shift.takeovers.taken).isEmpty();

        shift.look(1);
        assertThat(shift.takeovers.taken).containsExactly(new Verdict.Queue(Direction.FORWARD, Duration.ZERO));
        assertThat(shift.board).hasSize(1);
        assertThat(shift.board.get(0).failure())
                .contains(new Failure("longhaul", "worker-lost", "worker w-7f3 was silent for 15 s"));
        shift.outbox.young.add(Shift.waiting());
        shift.reaper.relaying().run();
        assertThat(shift.publisher.sent).hasSize(1);
    }

    @Test
    void whoComesSecondDoesNothing() {
        shift.reaper.presence().run();
        shift.takeovers.owned.add(Lost.forward().owned());
        shift.takeovers.lost = true;
        shift.look(20);

        assertThat(shift.board).isEmpty();
    }

    @Test
    void aLockedRowIsTriedAgainAndIsNoReasonToForget() {
        shift.reaper.presence().run();
        shift.takeovers.owned.add(Lost.forward().owned());
        shift.takeovers.locked = true;
        shift.look(20);
        shift.takeovers.locked = false;
        shift.look(1);

        assertThat(shift.takeovers.taken).hasSize(1);
    }

    @Test
    void anOutageOfPostgresqlMakesNobodyLookDead() {
        shift.reaper.presence().run();
        shift.takeovers.owned.add(Lost.forward().owned());
        shift.look(14);
        shift.takeovers.away = true;
        shift.look(1);
        shift.takeovers.away = false;
        shift.look(15);
        assertThat(shift.takeovers.taken).isEmpty();

        shift.look(1);
        assertThat(shift.takeovers.taken).hasSize(1);
    }

    /** Its worker beats in PostgreSQL, whatever Redis says. */
    private void lookAtALivingWorker(int seconds) {
        for (int second = 0; second < seconds; second++) {
            shift.takeovers.owned.clear();
            shift.takeovers.owned.add(Lost.forward().at(3, ++sequence).owned());
            shift.look(1);
        }
    }

    private void lookAtABeatingWorker(int seconds) {
        for (int second = 0; second < seconds; second++) {
            shift.beats = beat(++count);
            lookAtALivingWorker(1);
        }
    }

    private static Optional<Map<WorkerId, Beat>> beat(long count) {
        return Optional.of(
                Map.of(Runs.WORKER, new Beat(Runs.WORKER, "db2", 4711, Status.RUNNING, Optional.empty(), count)));
    }

    private List<String> story() {
        return shift.events.story.stream().map(Event::kind).toList();
    }

    @Test
    void aWorkerThatRedisDoesNotHearIsSuspectUntilItIsHeard() {
        shift.reaper.presence().run();
        lookAtALivingWorker(20);
        assertThat(story()).containsExactly("suspect");
        assertThat(shift.events.story.get(0).actor()).contains("r-1");

        lookAtABeatingWorker(2);
        assertThat(story()).containsExactly("suspect", "trusted");
    }

    @Test
    void aSuspectWorkerIsNotTrustedBecauseRedisWasAway() {
        shift.reaper.presence().run();
        shift.beats = beat(7);
        lookAtALivingWorker(20);
        shift.beats = Optional.empty();
        lookAtALivingWorker(20);
        shift.beats = beat(7);
        lookAtALivingWorker(20);

        assertThat(story()).containsExactly("suspect");
    }

    @Test
    void aBeatFromAnOldCopyOfRedisIsNoSignOfLife() {
        shift.reaper.presence().run();
        shift.beats = beat(7);
        lookAtALivingWorker(20);
        shift.beats = Optional.empty();
        lookAtALivingWorker(3);
        shift.beats = beat(5);
        lookAtALivingWorker(20);

        assertThat(story()).containsExactly("suspect");
    }

    @Test
    void aWorkerThatBeatsThroughAnOutageOfRedisIsNeverDoubted() {
        shift.reaper.presence().run();
        lookAtABeatingWorker(5);
        shift.beats = Optional.empty();
        lookAtALivingWorker(20);
        lookAtABeatingWorker(20);

        assertThat(story()).isEmpty();
    }

    @Test
    void whomAReaperBeforeUsDoubtedIsTrustedOnlyOnceWeHaveHeardIt() {
        shift.events.doubt(
                new Hold(Runs.ID, new Epoch(3), Runs.WORKER), "no sign of life in Redis; PostgreSQL decides", "r-0");
        shift.reaper.presence().run();
        shift.beats = beat(7);
        lookAtALivingWorker(3);
        assertThat(story()).containsExactly("suspect");

        lookAtABeatingWorker(8 + 1);
        assertThat(story()).containsExactly("suspect", "trusted");
    }
}
