package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.intent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.run.Attempt.Result;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Permit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A takeover and a write to the journal at the same time: one waits for the other, and both know who was first. */
@Tag("slow")
class JournalTakeoverIT {

    /** Any number; a trigger waits for this lock inside the journal's transaction. */
    private static final long GATE = 4711;

    private static final int ROUNDS = 100;

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void anIntentThatMeetsATakeoverWaitsForItAndIsFenced() throws Exception {
        Hold hold = runs.running("0001_a");

        waitsFor(hold, () -> store.journal().intend(hold, intent(hold, 1, 0)), new Permit.Fenced());

        assertThat(store.journal().attempts(hold.run())).isEmpty();
    }

    @Test
    void aConclusionThatMeetsATakeoverWaitsForItAndIsFenced() throws Exception {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);

        waitsFor(hold, () -> store.journal().conclude(hold, attempt, Result.DONE, 1, Optional.empty()), false);

        assertThat(store.journal().attempts(hold.run()).get(0).result()).isEmpty();
    }

    @Test
    void aTakeoverThatMeetsAnIntentWaitsForIt() throws Exception {
        Hold hold = runs.running("0001_a");

        isWaitedForBy(hold, "INSERT", () -> store.journal().intend(hold, intent(hold, 1, 0)));

        assertThat(store.journal().attempts(hold.run())).hasSize(1);
    }

    @Test
    void aTakeoverThatMeetsAConclusionWaitsForIt() throws Exception {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);

        isWaitedForBy(hold, "UPDATE", () -> store.journal().conclude(hold, attempt, Result.DONE, 1, Optional.empty()));

        assertThat(store.journal().attempts(hold.run()).get(0).result()).contains(Result.DONE);
    }

    @Test
    void whatWasGrantedIsSeenByTheTakeoverAndWhatItDoesNotSeeIsFenced() throws Exception {
        Hold hold = runs.running("0001_a");
        try (AtOnce atOnce = new AtOnce()) {
            for (int round = 1; round <= ROUNDS; round++) {
                Hold now = hold;
                List<Boolean> seen = atOnce.all(List.of(
                        () -> store.journal().intend(now, intent(now, 1, 0)) instanceof Permit.Granted,
                        () -> takenOverSeeingAttempts(now)));

                assertThat(seen.get(0)).as("round %d", round).isEqualTo(seen.get(1));
                hold = runs.claim(store.runs().find(now.run()).orElseThrow(), new WorkerId("w-" + round));
                store.runs().begin(hold, Runs.plan(Runs.definition("0001_a", "0001_a")), Direction.FORWARD);
            }
        }
    }

    /** The write begins while a takeover is not committed yet. */
    private void waitsFor(Hold hold, Callable<Object> write, Object answer) throws Exception {
        try (AtOnce atOnce = new AtOnce();
                Handle takeover = fresh.sql().open()) {
            takeover.begin();
            takeover.execute(Runs.TAKEOVER, hold.run().value());
            Future<Object> writing = atOnce.begin(write);
            await().until(this::somebodyWaitsForARow);
            takeover.commit();

            assertThat(writing.get()).isEqualTo(answer);
        }
    }

    /** The takeover begins while the write is not committed yet, held up by a trigger. */
    private void isWaitedForBy(Hold hold, String event, Callable<Object> write) throws Exception {
        fresh.sql().useHandle(handle -> {
            handle.execute("""
                    CREATE OR REPLACE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        PERFORM pg_advisory_xact_lock(%d); RETURN NEW; END $$""".formatted(GATE));
            handle.execute(
                    "CREATE TRIGGER gate AFTER %s ON attempt FOR EACH ROW EXECUTE FUNCTION gate()".formatted(event));
        });
        try (AtOnce atOnce = new AtOnce();
                Handle keeper = fresh.sql().open()) {
            keeper.execute("SELECT pg_advisory_lock(?)", GATE);
            Future<Object> writing = atOnce.begin(write);
            await().until(this::somebodyWaitsAtTheGate);
            try (Handle takeover = fresh.sql().open()) {
                takeover.execute("SET lock_timeout = '200ms'");
                assertThatThrownBy(
                                () -> takeover.execute(Runs.TAKEOVER, hold.run().value()))
                        .hasMessageContaining("lock timeout");
            }
            keeper.execute("SELECT pg_advisory_unlock(?)", GATE);
            assertThat(writing.get()).isNotEqualTo(false).isNotInstanceOf(Permit.Fenced.class);
            runs.takeOver(hold.run());
        } finally {
            fresh.sql().useHandle(handle -> handle.execute("DROP TRIGGER gate ON attempt"));
        }
    }

    private boolean takenOverSeeingAttempts(Hold hold) {
        return fresh.sql().inTransaction(handle -> {
            handle.execute(Runs.TAKEOVER, hold.run().value());
            return handle.select(
                            "SELECT count(*) > 0 FROM attempt WHERE run = ? AND epoch = ?",
                            hold.run().value(),
                            hold.epoch().value())
                    .mapTo(Boolean.class)
                    .one();
        });
    }

    private boolean somebodyWaitsForARow() {
        return waiting("transactionid");
    }

    private boolean somebodyWaitsAtTheGate() {
        return waiting("advisory");
    }

    private static boolean waiting(String event) {
        return fresh.sql()
                .withHandle(handle -> handle.select(
                                "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = ?",
                                event)
                        .mapTo(Boolean.class)
                        .one());
    }
}
