package io.longhaul.dispatcher.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.lease.Heartbeat.Beat;
import io.longhaul.common.lease.Heartbeat.Status;
import io.longhaul.common.run.WorkerId;
import io.longhaul.dispatcher.fixture.Runs;
import io.longhaul.dispatcher.reap.Observations.Life;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A look each second at a worker that beats every 2 s and is dead after 15. */
class ObservationsTest {

    private static final Optional<Map<WorkerId, Beat>> NO_ANSWER = Optional.empty();
    private static final Optional<Map<WorkerId, Beat>> NOTHING = Optional.of(Map.of());

    private final Observations observations = new Observations(Duration.ofSeconds(1));
    private long second;
    private long sequence = 17;
    private long count;

    private Life look(Optional<Map<WorkerId, Beat>> redis) {
        List<Observations.Sighting> sightings = observations.look(
                Duration.ofSeconds(second++).toNanos(),
                List.of(Lost.forward().at(3, sequence).owned()),
                redis);
        return sightings.get(0).life();
    }

    private static Optional<Map<WorkerId, Beat>> beat(Status status, long count) {
        return Optional.of(Map.of(Runs.WORKER, new Beat(Runs.WORKER, "db2", 4711, status, Optional.empty(), count)));
    }

    /** How many looks it takes until the worker appears so. */
    private int looksUntil(Life life, Supplier<Optional<Map<WorkerId, Beat>>> redis) {
        for (int looks = 1; looks <= 100; looks++) {
            if (look(redis.get()) == life) {
                return looks;
            }
        }
        throw new AssertionError("never " + life);
    }

    @Test
    void aWorkerSilentEverywhereIsSuspectFirstAndThenDead() {
        assertThat(looksUntil(Life.SUSPECT, () -> NOTHING)).isEqualTo(7);
        assertThat(looksUntil(Life.DEAD, () -> NOTHING)).isEqualTo(9);
    }

    @Test
    void aBeatThatStandsStillIsAsGoodAsNone() {
        assertThat(looksUntil(Life.SUSPECT, () -> beat(Status.RUNNING, 5))).isEqualTo(7);
        assertThat(looksUntil(Life.DEAD, () -> beat(Status.RUNNING, 5))).isEqualTo(9);
    }

    @Test
    void silenceInRedisAloneNeverKills() {
        for (int looks = 0; looks < 100; looks++) {
            sequence++;
            assertThat(look(NOTHING)).isIn(Life.WELL, Life.SUSPECT);
        }
        assertThat(look(NOTHING)).isEqualTo(Life.SUSPECT);
        assertThat(look(beat(Status.RUNNING, 1))).isEqualTo(Life.WELL);
    }

    @Test
    void whileRedisIsAwayPostgresqlDecidesAlone() {
        assertThat(looksUntil(Life.DEAD, () -> NO_ANSWER)).isEqualTo(16);
    }

    @Test
    void whomOnlyRedisHearsOfIsGivenThreeTimesAsLong() {
        assertThat(looksUntil(Life.CUT_OFF, () -> beat(Status.RUNNING, count++)))
                .isEqualTo(16);
        assertThat(looksUntil(Life.DEAD, () -> beat(Status.RUNNING, count++))).isEqualTo(30);
    }

    @Test
    void whoSaidThatHeEndsIsLeftBehindOnceHeIsStill() {
        sequence++;
        look(beat(Status.RUNNING, 1));
        sequence++;
        assertThat(look(beat(Status.STOPPED, 2))).as("has just moved").isEqualTo(Life.WELL);
        assertThat(look(beat(Status.STOPPED, 2))).isEqualTo(Life.LEFT);
    }

    @Test
    void anyChangeBeginsAnew() {
        for (int looks = 0; looks < 15; looks++) {
            look(NOTHING);
        }
        sequence++;
        assertThat(looksUntil(Life.DEAD, () -> NOTHING)).isEqualTo(16);
    }

    @Test
    void aFailedLookForgetsAllSilence() {
        for (int looks = 0; looks < 15; looks++) {
            look(NOTHING);
        }
        observations.reset();
        assertThat(looksUntil(Life.DEAD, () -> NOTHING)).isEqualTo(16);
    }

    @Test
    void aPauseOfOurOwnForgetsAllSilence() {
        for (int looks = 0; looks < 15; looks++) {
            look(NOTHING);
        }
        second += 3;
        assertThat(looksUntil(Life.DEAD, () -> NOTHING)).isEqualTo(16);
    }

    @Test
    void aPauseWhoseCauseWeKnowForgetsNothing() {
        for (int looks = 0; looks < 15; looks++) {
            look(NOTHING);
        }
        second += 3;
        observations.heldUp(Duration.ofSeconds(second - 1).toNanos());
        assertThat(look(NOTHING)).isEqualTo(Life.DEAD);
    }
}
