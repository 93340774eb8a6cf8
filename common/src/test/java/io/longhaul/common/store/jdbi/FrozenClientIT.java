package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.run.Hold;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrozenClientIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final Runs runs = fresh.runs();

    /** A process that is stopped between two statements looks to PostgreSQL like one that says nothing more. */
    @Test
    void aClientThatFreezesInsideATransactionDoesNotKeepItsRunFromBeingTakenOver() {
        Hold hold = runs.running("0001_a");
        Duration patience = FreshStore.TIMERS.idleInTransaction();
        Handle frozen = fresh.freeze(hold);

        await().atMost(patience.plusSeconds(4))
                .ignoreExceptionsInstanceOf(JdbiException.class)
                .untilAsserted(() -> {
                    fresh.sql().useTransaction(reaper -> {
                        reaper.execute("SET LOCAL lock_timeout = '500ms'");
                        reaper.execute(Runs.TAKEOVER, hold.run().value());
                    });
                    assertThat(fresh.store()
                                    .runs()
                                    .find(hold.run())
                                    .orElseThrow()
                                    .worker())
                            .isEmpty();
                });
        assertThat(catchOnCommit(frozen)).isInstanceOf(JdbiException.class);
    }

    private static Throwable catchOnCommit(Handle frozen) {
        return catchThrowable(() -> {
            try (frozen) {
                frozen.commit();
            }
        });
    }
}
