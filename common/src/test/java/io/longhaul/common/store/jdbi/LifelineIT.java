package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Pulse;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.Takeovers;
import io.longhaul.common.store.Takeovers.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LifelineIT {

    /** Far longer than a test may take: who waits so long was not woken. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Progress HALF = new Progress(0.5, 10, 20, 2.5, Optional.of(Duration.ofSeconds(4)));

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();
    private final Lifeline lifeline = store.lifeline();

    @AfterEach
    void close() {
        lifeline.close();
    }

    @Test
    void aBeatRaisesTheSequenceAndStoresTheProgress() {
        Hold hold = runs.running("0001_a");
        Run before = run(hold);

        Pulse.Alive first = alive(lifeline.beat(hold, Progress.NONE, Optional.empty()));
        Pulse.Alive second = alive(lifeline.beat(hold, HALF, Optional.empty()));

        assertThat(first.sequence()).isEqualTo(before.sequence() + 1);
        assertThat(second.sequence()).isEqualTo(before.sequence() + 2);
        assertThat(run(hold).sequence()).isEqualTo(second.sequence());
        assertThat(run(hold).beatAt()).contains(second.at());
        assertThat(run(hold).progress()).isEqualTo(HALF);
        assertThat(run(hold).changedAt()).isEqualTo(before.changedAt());
    }

    @Test
    void aBeatReturnsWhatIsAskedFor() {
        Hold hold = runs.claimed("0001_a");

        assertThat(alive(lifeline.beat(hold, HALF, Optional.empty())).wish()).isEqualTo(Wish.RUN);
        runs.wish(hold.run(), "PAUSE_NOW");
        assertThat(alive(lifeline.beat(hold, HALF, Optional.empty())).wish()).isEqualTo(Wish.PAUSE_NOW);
    }

    @Test
    void aStallIsFlaggedAndToldOnceWithTheBeatAndSoIsItsEnd() {
        Hold hold = runs.running("0001_a");
        Stall stall = new Stall(Duration.ofMinutes(12), "no rows move");

        lifeline.beat(hold, HALF, Optional.of(stall));
        Duration first = stall(hold).orElseThrow().still();
        lifeline.beat(hold, HALF, Optional.of(new Stall(Duration.ofMinutes(13), "query gone")));

        assertThat(first).isBetween(Duration.ofMinutes(12), Duration.ofMinutes(13));
        assertThat(stall(hold)).hasValueSatisfying(seen -> {
            assertThat(seen.why()).isEqualTo("query gone");
            assertThat(seen.still()).as("counted from its beginning").isBetween(first, Duration.ofMinutes(13));
        });
        assertThat(store.search().overview().get(0).stall()).isPresent();
        assertThat(runs.story(hold.run())).containsOnlyOnce("stalled").doesNotContain("moving-again");
        assertThat(store.events().of(hold.run()))
                .extracting(event -> event.text())
                .contains("nothing has moved for 00:12:00: no rows move");

        lifeline.beat(hold, HALF, Optional.empty());
        lifeline.beat(hold, HALF, Optional.empty());

        assertThat(stall(hold)).isEmpty();
        assertThat(runs.story(hold.run())).containsOnlyOnce("moving-again").endsWith("moving-again");
    }

    @ParameterizedTest
    @MethodSource("waysOut")
    void aRunThatIsNoLongerAtWorkHasNoStall(Consumer<Hold> wayOut) {
        Hold hold = runs.running("0001_a");
        lifeline.beat(hold, HALF, Optional.of(new Stall(Duration.ofMinutes(12), "no rows move")));

        wayOut.accept(hold);

        assertThat(run(hold).state().isOwned()).isFalse();
        assertThat(stall(hold)).isEmpty();
    }

    static Stream<Consumer<Hold>> waysOut() {
        Failure lost = new Failure("longhaul", "worker-lost", "worker w-1 was silent for 15 s");
        Verdict.Queue goesOn = new Verdict.Queue(Direction.FORWARD, Duration.ZERO);
        return Stream.of(
                leaving(Leaving.Ended.in(RunState.FAILED)),
                leaving(Leaving.Paused.asAsked()),
                leaving(new Leaving.Requeued(Direction.BACKWARD, "going back", List.of())),
                takenOver(goesOn, lost),
                takenOver(new Verdict.Ask("its worker died"), lost));
    }

    private static Consumer<Hold> leaving(Leaving leaving) {
        return hold -> assertThat(fresh.store().runs().leave(hold, leaving)).isTrue();
    }

    private static Consumer<Hold> takenOver(Verdict verdict, Failure lost) {
        return hold -> {
            Takeovers takeovers = fresh.store().takeovers();
            assertThat(takeovers.takeOver(takeovers.owned().get(0), verdict, lost, "r-1"))
                    .isTrue();
        };
    }

    @Test
    @Timeout(60)
    void aWordOnTheChannelWakesTheListenerAtOnce() throws Exception {
        Hold hold = runs.claimed("0001_a");
        lifeline.beat(hold, HALF, Optional.empty());
        try (AtOnce atOnce = new AtOnce()) {
            Future<Boolean> listening = atOnce.begin(() -> {
                lifeline.listen(LONG);
                return true;
            });
            speak(hold);

            assertThat(listening.get()).isTrue();
        }
    }

    @Test
    @Timeout(60)
    void aWordThatCameBeforeTheListenerOrWithABeatIsNotMissed() throws Exception {
        Hold hold = runs.claimed("0001_a");
        lifeline.beat(hold, HALF, Optional.empty());
        speak(hold);
        lifeline.listen(LONG);

        speak(hold);
        lifeline.beat(hold, HALF, Optional.empty());
        lifeline.listen(LONG);
    }

    @Test
    @Timeout(60)
    void withoutAWordTheListenerWaitsAsLongAsItWasTold() throws InterruptedException {
        Hold hold = runs.claimed("0001_a");
        lifeline.beat(hold, HALF, Optional.empty());
        long before = System.nanoTime();

        lifeline.listen(Duration.ofMillis(300));

        assertThat(System.nanoTime() - before)
                .isGreaterThan(Duration.ofMillis(290).toNanos());
    }

    @Test
    @Timeout(60)
    void anInterruptEndsTheWait() throws Exception {
        lifeline.beat(runs.claimed("0001_a"), HALF, Optional.empty());
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> lifeline.listen(Duration.ofMillis(300)));
    }

    @Test
    void aBeatThatCannotHaveItsRowInTimeSaysSoAndTheNextOneWorks() throws Exception {
        Hold hold = runs.claimed("0001_a");
        lifeline.beat(hold, HALF, Optional.empty());
        try (Handle other = fresh.sql().open()) {
            other.begin();
            other.execute("UPDATE run SET reason = 'locked'");

            assertThatThrownBy(() -> lifeline.beat(hold, HALF, Optional.empty()))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("PostgreSQL at %s broke off: canceling statement due to statement timeout"
                            .formatted(fresh.url().address()));
            other.rollback();
        }

        assertThat(lifeline.beat(hold, HALF, Optional.empty())).isInstanceOf(Pulse.Alive.class);
    }

    @Test
    void aSessionThatWasEndedIsReplacedByTheNextBeatButOne() {
        Hold hold = runs.claimed("0001_a");
        lifeline.beat(hold, HALF, Optional.empty());
        endSessions();

        assertThatThrownBy(() -> lifeline.beat(hold, HALF, Optional.empty())).isInstanceOf(StoreUnavailable.class);
        assertThat(lifeline.beat(hold, HALF, Optional.empty())).isInstanceOf(Pulse.Alive.class);
    }

    @Test
    @Timeout(60)
    void aSessionThatIsEndedWhileItListensIsReplacedByTheNextBeat() throws Exception {
        Hold hold = runs.claimed("0001_a");
        lifeline.beat(hold, HALF, Optional.empty());
        try (AtOnce atOnce = new AtOnce()) {
            Future<Boolean> listening = atOnce.begin(() -> {
                lifeline.listen(LONG);
                return true;
            });
            await().until(() -> {
                endSessions();
                return listening.isDone();
            });
            assertThat(listening.get()).isTrue();
        }

        assertThat(lifeline.beat(hold, HALF, Optional.empty())).isInstanceOf(Pulse.Alive.class);
    }

    @Test
    @Timeout(60)
    void closingEndsTheWaitOfAListenerWithoutAConnection() throws Exception {
        Lifeline idle = store.lifeline();
        try (AtOnce atOnce = new AtOnce()) {
            Future<Boolean> listening = atOnce.begin(() -> {
                idle.listen(LONG);
                return true;
            });
            idle.close();

            assertThat(listening.get()).isTrue();
        }
    }

    @Test
    void theLifelineHasASessionOfItsOwn() {
        lifeline.beat(runs.claimed("0001_a"), HALF, Optional.empty());

        assertThat(sessions()).isEqualTo(1);
        lifeline.close();
        await().until(() -> sessions() == 0);
    }

    private static int sessions() {
        return fresh.sql()
                .withHandle(handle -> handle.select("""
                                SELECT count(*) FROM pg_stat_activity
                                 WHERE datname = current_database() AND application_name = 'longhaul test heartbeat'""").mapTo(Integer.class).one());
    }

    private static void endSessions() {
        fresh.sql().useHandle(handle -> handle.execute("""
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE datname = current_database() AND application_name = 'longhaul test heartbeat'"""));
    }

    private static void speak(Hold hold) {
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "SELECT pg_notify('longhaul', ?)", hold.run().toString()));
    }

    private static Pulse.Alive alive(Pulse pulse) {
        return (Pulse.Alive) pulse;
    }

    private Optional<Stall> stall(Hold hold) {
        return store.search().details(hold.run()).orElseThrow().stall();
    }

    private Run run(Hold hold) {
        return store.runs().find(hold.run()).orElseThrow();
    }
}
