package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Pulse;
import io.longhaul.common.store.RunSearch.Death;
import io.longhaul.common.store.Settings;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.Takeovers.Owned;
import io.longhaul.common.store.Takeovers.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeoverIT {

    private static final Failure LOST = new Failure("longhaul", "worker-lost", "worker w-1 was silent for 15 s");
    private static final Verdict AT_ONCE = new Verdict.Queue(Direction.FORWARD, Duration.ZERO);

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void aRunOfADeadWorkerIsQueuedAgainWithItsSlotAndItsStoryToldInOneTransaction() {
        Hold hold = runs.running("0001_a");
        long attempt = runs.attempt(hold, 1, 0);
        Owned seen = owned();

        assertThat(store.takeovers().takeOver(seen, AT_ONCE, LOST, "r-1")).isTrue();

        Run taken = find(hold);
        assertThat(taken.state()).isEqualTo(RunState.QUEUED);
        assertThat(taken.epoch().value()).isEqualTo(hold.epoch().value() + 1);
        assertThat(taken.sequence()).isEqualTo(seen.run().sequence() + 1);
        assertThat(taken.dispatch()).isEqualTo(2);
        assertThat(taken.worker()).isEmpty();
        assertThat(column(hold, "slot")).isEqualTo("only");
        assertThat(column(hold, "crashes")).isEqualTo("1");
        assertThat(runs.story(hold.run())).endsWith("taken-over");
        assertThat(store.outbox().waiting(Duration.ZERO, 10))
                .anyMatch(entry -> entry.wakeUp().dispatch() == 2);
        long blamed = fresh.sql()
                .withHandle(handle -> handle.select("SELECT attempt FROM error")
                        .mapTo(Long.class)
                        .one());
        assertThat(blamed).isEqualTo(attempt);
        assertThat(runs.claim(taken, new WorkerId("w-2")).epoch().value())
                .isEqualTo(hold.epoch().value() + 2);
    }

    @Test
    void theDetailsTellOfEachDeathWhenItWasAndWhenTheRunWentOn() {
        Hold first = runs.running("0001_a");
        Instant lastBeat = find(first).beatAt().orElseThrow();
        store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1");
        assertThat(deaths(first)).containsExactly(new Death(first.epoch(), lastBeat, Optional.empty()));

        Hold second = runs.claim(find(first), new WorkerId("w-2"));
        Instant goneOn = find(first).changedAt();
        store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1");

        assertThat(deaths(first)).extracting(Death::epoch).containsExactly(first.epoch(), second.epoch());
        assertThat(deaths(first).get(0).goneOn())
                .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(goneOn));
    }

    private List<Death> deaths(Hold hold) {
        return store.search().details(hold.run()).orElseThrow().deaths();
    }

    @Test
    void ofManyReapersWhoDoubtAWorkerOneTellsAndSoWithTrust() throws ExecutionException, InterruptedException {
        Hold hold = runs.running("0001_a");
        assertThat(store.events().trust(hold, "heard again", "r-1"))
                .as("nobody doubted it")
                .isFalse();
        try (AtOnce atOnce = new AtOnce()) {
            assertThat(atOnce.times(4, () -> store.events().doubt(hold, "no sign of life in Redis", "r-1")))
                    .containsOnlyOnce(true);
            assertThat(store.search().details(hold.run()).orElseThrow().doubt()).contains("no sign of life in Redis");
            assertThat(atOnce.times(4, () -> store.events().trust(hold, "heard again", "r-2")))
                    .containsOnlyOnce(true);
        }

        assertThat(runs.story(hold.run())).endsWith("suspect", "trusted").containsOnlyOnce("suspect");
        assertThat(store.search().details(hold.run()).orElseThrow().doubt()).isEmpty();
    }

    @Test
    void aNewEpochBeginsWithoutDoubtAndAnOldOneIsDoubtedNoMore() {
        Hold hold = runs.running("0001_a");
        store.events().doubt(hold, "no sign of life in Redis", "r-1");
        runs.takeOver(hold.run());
        Hold next = runs.claim(find(hold), new WorkerId("w-2"));

        assertThat(store.events().trust(hold, "heard again", "r-1")).isFalse();
        assertThat(store.events().doubt(hold, "late", "r-1")).isFalse();
        assertThat(store.events().trust(next, "heard again", "r-1")).isFalse();
        assertThat(store.events().doubt(next, "no sign of life in Redis", "r-1"))
                .isTrue();
    }

    @Test
    void ofManyReapersAtOnceOneTakesTheRun() throws ExecutionException, InterruptedException {
        Hold hold = runs.running("0001_a");
        Owned seen = owned();
        try (AtOnce atOnce = new AtOnce()) {
            List<Boolean> taken = atOnce.times(4, () -> store.takeovers().takeOver(seen, AT_ONCE, LOST, "r-1"));

            assertThat(taken).containsOnlyOnce(true);
        }
        assertThat(find(hold).dispatch()).isEqualTo(2);
        assertThat(runs.story(hold.run())).containsOnlyOnce("taken-over");
    }

    @Test
    void aBeatBetweenTheLookAndTheTakeoverKeepsTheRunWithItsWorker() {
        Hold hold = runs.running("0001_a");
        Owned seen = owned();
        try (Lifeline lifeline = store.lifeline()) {
            assertThat(lifeline.beat(hold, Progress.NONE, Optional.empty())).isInstanceOf(Pulse.Alive.class);
            String before = runs.everything(hold.run());

            assertThat(store.takeovers().takeOver(seen, AT_ONCE, LOST, "r-1")).isFalse();
            assertThat(runs.everything(hold.run())).isEqualTo(before);

            assertThat(store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1"))
                    .isTrue();
            assertThat(lifeline.beat(hold, Progress.NONE, Optional.empty())).isInstanceOf(Pulse.Fenced.class);
        }
    }

    @Test
    void aFrozenClientThatHoldsTheRowDelaysATakeoverAndDoesNotPreventIt() {
        Hold hold = runs.running("0001_a");
        Duration patience = FreshStore.TIMERS.idleInTransaction();
        Jdbi worker = Jdbi.create(Connections.to(fresh.url(), "frozen", Duration.ofSeconds(10), patience));
        Handle frozen = worker.open();
        frozen.begin();
        frozen.select("SELECT wish FROM run WHERE id = ? FOR SHARE", hold.run().value())
                .mapTo(String.class)
                .one();

        assertThatThrownBy(() -> store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1"))
                .isInstanceOf(StoreUnavailable.class);
        await().atMost(patience.plusSeconds(4))
                .ignoreExceptionsInstanceOf(StoreUnavailable.class)
                .until(() -> store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1"));
    }

    @Test
    void nobodyClaimsBeforeTheBackOffIsOver() {
        Hold hold = runs.running("0001_a");
        Duration backOff = Duration.ofMillis(1500);
        store.takeovers().takeOver(owned(), new Verdict.Queue(Direction.BACKWARD, backOff), LOST, "r-1");
        Run taken = find(hold);
        publishFirst();

        assertThat(store.runs().claim(taken.id(), 2, Runs.claimant(new WorkerId("w-2"), taken)))
                .isInstanceOf(Claim.Stale.class);
        assertThat(store.outbox().waiting(Duration.ZERO, 10)).isEmpty();
        assertThat(store.outbox().sweep(Duration.ZERO)).isZero();

        await().until(() -> store.outbox().waiting(Duration.ofMinutes(1), 10).size() == 1);
        assertThat(store.runs().claim(taken.id(), 2, Runs.claimant(new WorkerId("w-2"), taken)))
                .isInstanceOf(Claim.Claimed.class);
        assertThat(find(hold).direction()).isEqualTo(Direction.BACKWARD);
    }

    @Test
    void whereSomebodyIsToBeAskedTheRunFailsAndTheNextIsWoken() {
        Hold hold = runs.running("0001_a");
        Run next = runs.queued("0002_b");
        publishFirst();
        store.takeovers().takeOver(owned(), new Verdict.Ask("its worker died"), LOST, "r-1");

        Run failed = find(hold);
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.reason()).contains("its worker died");
        assertThat(failed.finishedAt()).isPresent();
        assertThat(column(hold, "slot")).isEqualTo("null");
        assertThat(store.outbox().waiting(Duration.ZERO, 10))
                .extracting(entry -> entry.wakeUp().run())
                .containsExactly(next.id());
    }

    @Test
    void whatCannotBeTakenBackFurtherFailsBackward() {
        Hold hold = runs.running("0001_a");
        fresh.sql()
                .useHandle(handle -> handle.execute("UPDATE run SET state = 'ROLLING_BACK', direction = 'BACKWARD'"));

        store.takeovers().takeOver(owned(), new Verdict.GiveUp("spent"), LOST, "r-1");

        assertThat(find(hold).state()).isEqualTo(RunState.ROLLBACK_FAILED);
    }

    @Test
    void theCrashRuleIsThatOfTheOperationInFlight() {
        Hold hold = runs.claimed("0001_a");
        assertThat(owned().crashRule()).as("before the plan").isEqualTo(CrashRule.RESUME);
        store.runs().begin(hold, plan(), Direction.FORWARD);

        assertThat(owned().crashRule()).as("nothing begun").isEqualTo(CrashRule.ROLLBACK);
        long first = runs.attempt(hold, 1, 0);
        assertThat(owned().crashRule()).as("in the first").isEqualTo(CrashRule.ROLLBACK);
        assertThat(owned().irreversibleDone()).isFalse();
        store.journal().conclude(hold, first, Attempt.Result.DONE, 0, Optional.empty());
        assertThat(owned().crashRule()).as("before the second").isEqualTo(CrashRule.ASK);
        assertThat(owned().irreversibleDone()).isFalse();
        long second = runs.attempt(hold, 2, 0);
        assertThat(owned().crashRule()).as("in the second").isEqualTo(CrashRule.ASK);
        assertThat(owned().irreversibleDone()).as("begun is done").isTrue();
        store.journal().conclude(hold, second, Attempt.Result.DONE, 0, Optional.empty());
        assertThat(owned().crashRule()).as("after the last").isEqualTo(CrashRule.RESUME);
    }

    @Test
    void crashesAreForgottenWhenAnOperationIsDone() {
        Hold hold = runs.running("0001_a");
        store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1");
        Hold second = runs.claim(find(hold), new WorkerId("w-2"));
        store.runs().begin(second, plan(), Direction.FORWARD);
        assertThat(owned().crashes()).isEqualTo(1);

        long failed = runs.attempt(second, 1, 0);
        store.journal().conclude(second, failed, Attempt.Result.FAILED, 0, Optional.of(LOST));
        assertThat(owned().crashes()).isEqualTo(1);
        long done = runs.attempt(second, 2, 0);
        store.journal().conclude(second, done, Attempt.Result.DONE, 0, Optional.empty());
        assertThat(owned().crashes()).isZero();
    }

    /** A staged group begins anew in each epoch: a statement that kills its workers must not be hidden by the first. */
    @Test
    void whatIsDoneAgainAfterACrashIsNoProgress() {
        Hold hold = runs.running("0001_a");
        done(hold, 1);
        for (int crashes = 1; crashes <= 3; crashes++) {
            runs.attempt(hold, 2, 0);
            store.takeovers().takeOver(owned(), AT_ONCE, LOST, "r-1");
            hold = runs.claim(find(hold), new WorkerId("w-2"));
            store.runs().begin(hold, plan(), Direction.FORWARD);
            done(hold, 1);

            assertThat(owned().crashes()).isEqualTo(crashes);
        }
        done(hold, 2);
        assertThat(owned().crashes()).isZero();
    }

    private void done(Hold hold, int operation) {
        long attempt = runs.attempt(hold, operation, 0);
        store.journal().conclude(hold, attempt, Attempt.Result.DONE, 0, Optional.empty());
    }

    @Test
    void settingsOfTheMigrationComeBeforeThoseOfAllAndThoseBeforeTheDefaults() {
        runs.running("0001_a");
        Settings settings = store.settings();
        Optional<MigrationId> migration = Optional.of(new MigrationId("0001_a"));
        assertThat(owned()).matches(Owned::autoResume).matches(Owned::autoRollback);
        assertThat(owned().maxAttempts()).isEqualTo(5);

        settings.set(Optional.empty(), Settings.Name.MAX_ATTEMPTS, "7", "alice");
        settings.set(Optional.empty(), Settings.Name.AUTO_RESUME, "false", "alice");
        settings.set(migration, Settings.Name.MAX_ATTEMPTS, "2", "alice");
        settings.set(Optional.of(new MigrationId("0002_b")), Settings.Name.AUTO_ROLLBACK, "false", "alice");
        assertThat(owned().maxAttempts()).isEqualTo(2);
        assertThat(owned().autoResume()).isFalse();
        assertThat(owned().autoRollback()).isTrue();
        assertThat(settings.all())
                .extracting(
                        setting -> setting.migration().map(MigrationId::value).orElse("") + " "
                                + setting.name().word() + " " + setting.value().orElse("unset"))
                .containsExactly(
                        " auto-resume false", " max-attempts 7", "0001_a max-attempts 2", "0002_b auto-rollback false");

        settings.unset(migration, Settings.Name.MAX_ATTEMPTS, "bob");
        assertThat(owned().maxAttempts()).isEqualTo(7);
        assertThat(settings.value(migration.get(), Settings.Name.MAX_ATTEMPTS)).isEqualTo("7");
        assertThat(settings.all())
                .filteredOn(setting -> setting.value().isEmpty())
                .singleElement()
                .matches(setting ->
                        setting.changedBy().equals("bob") && setting.migration().equals(migration));

        settings.unset(migration, Settings.Name.MAX_ATTEMPTS, "carol");
        settings.unset(migration, Settings.Name.AUTO_RESUME, "carol");
        assertThat(settings.all())
                .as("taken back is taken back, and what was never set cannot be")
                .extracting(Settings.Setting::changedBy)
                .containsOnlyOnce("bob")
                .doesNotContain("carol");
    }

    private static Plan plan() {
        Definition definition = Runs.definition("0001_a", "0001_a");
        return new Plan(
                definition.migration().id(),
                definition.checksum(),
                List.of(planned(1, CrashRule.ROLLBACK, false), planned(2, CrashRule.ASK, true)));
    }

    private static PlannedOperation planned(int index, CrashRule rule, boolean irreversible) {
        return new PlannedOperation(
                index,
                "op " + index,
                Engine.CLICKHOUSE,
                "SELECT 1",
                Map.of(),
                List.of(),
                Optional.empty(),
                0,
                new Handling(rule, irreversible, Optional.empty(), Optional.empty()));
    }

    private Owned owned() {
        List<Owned> owned = store.takeovers().owned();
        assertThat(owned).hasSize(1);
        return owned.get(0);
    }

    private Run find(Hold hold) {
        return store.runs().find(hold.run()).orElseThrow();
    }

    private void publishFirst() {
        fresh.sql().useHandle(handle -> handle.execute("UPDATE outbox SET published_at = now() WHERE dispatch = 1"));
    }

    private static String column(Hold hold, String name) {
        return fresh.sql()
                .withHandle(handle -> handle.select(
                                "SELECT coalesce(to_jsonb(r) ->> ?, 'null') FROM run r WHERE id = ?",
                                name,
                                hold.run().value())
                        .mapTo(String.class)
                        .one());
    }
}
