package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Pulse;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A PostgreSQL that dies or stands still under a worker. */
@Timeout(120)
@Tag("slow")
class LifelineOutageIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(Kind.POSTGRES);

    private final ServiceUrl url = FreshStore.parse(services.freshPostgresUrl());
    private final JdbiStore store = JdbiStore.brief(url, FreshStore.TIMERS, "test");
    private final Lifeline lifeline = store.lifeline();
    private final Hold hold = hold();

    private Hold hold() {
        store.migrate();
        return new Runs(store, FreshStore.besides(url)).claimed("0001_a");
    }

    @BeforeEach
    void firstBeat() {
        anotherBeat();
    }

    @AfterEach
    void bringBack() {
        services.postgres().thaw();
        services.postgres().start();
        lifeline.close();
        store.close();
    }

    @Test
    void whileThereIsNoPostgresABeatSaysSoWithinAHeartbeat() {
        services.postgres().kill();

        for (int round = 0; round < 3; round++) {
            within(
                    FreshStore.TIMERS.heartbeat().plusSeconds(1),
                    () -> assertThatThrownBy(this::anotherBeat)
                            .isInstanceOf(StoreUnavailable.class)
                            .hasMessage("PostgreSQL at %s cannot be reached".formatted(url.address())));
        }
    }

    @Test
    void whileThereIsNoPostgresListeningNeitherThrowsNorSpins() throws InterruptedException {
        services.postgres().kill();
        lifeline.listen(Duration.ofMillis(100)); // finds the connection broken
        long before = System.nanoTime();

        for (int round = 0; round < 5; round++) {
            lifeline.listen(Duration.ofMillis(100));
        }

        assertThat(System.nanoTime() - before)
                .isGreaterThan(Duration.ofMillis(490).toNanos());
    }

    @Test
    void theSameLifelineWorksAfterARestart() throws InterruptedException {
        services.postgres().kill();
        lifeline.listen(Duration.ofMillis(100));
        assertThatThrownBy(this::anotherBeat).isInstanceOf(StoreUnavailable.class);

        services.postgres().start();

        assertThat(anotherBeat()).isInstanceOf(Pulse.Alive.class);
        FreshStore.besides(url).useHandle(handle -> handle.execute("NOTIFY longhaul"));
        lifeline.listen(Duration.ofMinutes(5));
    }

    @Test
    void aPostgresThatStandsStillIsNotWaitedForForLong() {
        services.postgres().freeze();

        // The statement's timeout is the server's, which cannot act; a second later the connection gives up.
        within(
                Duration.ofSeconds(4),
                () -> assertThatThrownBy(this::anotherBeat).isInstanceOf(StoreUnavailable.class));
        within(
                Duration.ofSeconds(4),
                () -> assertThatThrownBy(this::anotherBeat).isInstanceOf(StoreUnavailable.class));
        within(Duration.ofSeconds(2), () -> lifeline.listen(Duration.ofMillis(100)));

        services.postgres().thaw();
        await().ignoreExceptionsInstanceOf(StoreUnavailable.class).until(() -> anotherBeat() instanceof Pulse.Alive);
    }

    @Test
    void aPostgresThatStandsStillDoesNotHoldAListener() {
        services.postgres().freeze();

        within(Duration.ofSeconds(2), () -> lifeline.listen(Duration.ofMillis(100)));

        services.postgres().thaw();
        assertThat(anotherBeat()).isInstanceOf(Pulse.Alive.class);
    }

    private Pulse anotherBeat() {
        return lifeline.beat(hold, Progress.NONE, Optional.empty());
    }

    private static void within(Duration bound, ThrowingCallable action) {
        long before = System.nanoTime();
        assertThatCode(action).doesNotThrowAnyException();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(bound);
    }
}
