package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.definition;
import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Shipping;
import io.longhaul.common.store.Shipping.Availability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What workers that are up have, and what follows from it for runs. */
class ShippingIT {

    private static final WorkerId OLD = new WorkerId("w-old");
    private static final WorkerId NEW = new WorkerId("w-new");
    private static final MigrationId ID = new MigrationId("0001_a");
    private static final By BOB = new By("bob", "");
    private static final Checksum FIRST = definition("0001_a", "first").checksum();
    private static final Checksum SECOND = definition("0001_a", "second").checksum();

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    private void ship(WorkerId worker, String id, String source) {
        runs.arrive(worker);
        store.catalog().register(worker, List.of(definition(id, source)));
    }

    private static void silence(WorkerId worker) {
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "UPDATE process SET beat_at = now() - interval '1 hour' WHERE id = ?", worker.value()));
    }

    private Shipping shipping() {
        return store.search().registered(ID).orElseThrow().shipping();
    }

    private Run run(RunId id) {
        return store.runs().find(id).orElseThrow();
    }

    private Run failed() {
        Hold hold = runs.claim(runs.asked(request("0001_a")), OLD);
        store.runs().leave(hold, new Leaving.Ended(RunState.FAILED, Optional.of("disk full"), List.of()));
        return run(hold.run());
    }

    @Test
    void onlyWorkersThatAreUpCount() {
        ship(OLD, "0001_a", "first");
        ship(NEW, "0001_a", "second");
        assertThat(shipping()).isEqualTo(new Shipping(true, Set.of(FIRST, SECOND)));

        silence(OLD);
        assertThat(shipping()).isEqualTo(new Shipping(true, Set.of(SECOND)));
        assertThat(shipping().of(FIRST)).isEqualTo(Availability.OTHER_VERSION);

        store.presence().leave(NEW.value());
        assertThat(shipping()).isEqualTo(new Shipping(false, Set.of()));
        assertThat(shipping().of(FIRST)).isEqualTo(Availability.NO_WORKER);
    }

    @Test
    void aWorkerThatHasNotRegisteredYetSaysNothing() {
        ship(OLD, "0001_a", "first");
        silence(OLD);
        runs.arrive(NEW);

        assertThat(shipping().isRetired()).isFalse();
    }

    @Test
    void overviewDetailsAndDefinitionAgree() {
        ship(OLD, "0001_a", "first");
        Run asked = runs.asked(request("0001_a"));
        ship(NEW, "0002_b", "b");
        silence(OLD);

        assertThat(shipping().isRetired()).isTrue();
        assertThat(store.search().overview().get(0).registered().shipping()).isEqualTo(shipping());
        assertThat(store.search().details(asked.id()).orElseThrow().registered().shipping())
                .isEqualTo(shipping());
    }

    @Test
    void whatIsRetiredIsNotEnqueued() {
        ship(OLD, "0001_a", "first");
        ship(NEW, "0002_b", "b");
        silence(OLD);

        assertThat(store.runs().enqueue(request("0001_a"))).isEqualTo(new Enqueued.Retired(ID));

        silence(NEW);
        assertThat(store.runs().enqueue(request("0001_a")))
                .as("while no worker is up nobody can say so")
                .isInstanceOf(Enqueued.New.class);
    }

    @Test
    void everyVersionKeepsItsText() {
        ship(OLD, "0001_a", "first");
        ship(NEW, "0001_a", "second");

        assertThat(store.search().source(ID, FIRST)).contains("first");
        assertThat(store.search().source(ID, SECOND)).contains("second");
        assertThat(store.search().source(ID, Checksum.of("none"))).isEmpty();
    }

    @Test
    void aRunWhoseDefinitionHasChangedGoesOnOnlyWhileAWorkerHasTheOldOne() {
        ship(OLD, "0001_a", "first");
        Run failed = failed();
        ship(NEW, "0001_a", "second");
        silence(OLD);

        assertThat(store.controls().resume(failed.id(), BOB)).isEqualTo(new Answer.OtherDefinition(failed));
        assertThat(store.controls().rollBack(failed.id(), BOB)).isEqualTo(new Answer.OtherDefinition(failed));
        assertThat(run(failed.id())).isEqualTo(failed);

        store.presence().beat(OLD.value(), Map.of());
        assertThat(store.controls().resume(failed.id(), BOB)).isInstanceOf(Answer.Done.class);
        assertThat(run(failed.id()).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void aRunWhoseDefinitionIsTheSameGoesOnThoughNoWorkerIsUp() {
        ship(OLD, "0001_a", "first");
        Run failed = failed();
        silence(OLD);

        assertThat(store.controls().resume(failed.id(), BOB)).isInstanceOf(Answer.Done.class);
    }

    private Claim claimWithAnother(Run run) {
        return store.runs()
                .claim(
                        run.id(),
                        run.dispatch(),
                        new Claimant(NEW, Checksum.of("changed"), Duration.ofSeconds(2), Duration.ofSeconds(15)));
    }

    private void allSent() {
        fresh.sql().useHandle(handle -> handle.execute("UPDATE outbox SET published_at = now()"));
    }

    @Test
    void aRunThatTheWorkerCannotCarryOutDoesNotHoldUpTheNext() {
        Run first = runs.queued("0001_a");
        Run second = runs.queued("0002_b");
        Run third = runs.queued("0003_c");
        allSent();

        assertThat(claimWithAnother(first)).isEqualTo(new Claim.OtherDefinition());
        assertThat(waiting()).containsExactly(second.id());

        allSent();
        assertThat(store.runs().passOver(second.id())).isTrue();
        assertThat(waiting()).containsExactly(third.id());

        allSent();
        assertThat(claimWithAnother(third)).isEqualTo(new Claim.OtherDefinition());
        assertThat(waiting()).as("the queue has an end").isEmpty();
    }

    @Test
    void nobodyIsWokenWhileTheSlotIsTakenOrTwice() {
        Run first = runs.queued("0001_a");
        Run second = runs.queued("0002_b");

        assertThat(store.runs().passOver(first.id()))
                .as("its wake-up waits already")
                .isFalse();

        allSent();
        runs.claim(second, Runs.WORKER);
        runs.queued("0003_c");
        allSent();
        assertThat(store.runs().passOver(first.id())).as("it would be busy").isFalse();
    }

    private List<RunId> waiting() {
        return store.outbox().waiting(Duration.ZERO, 10).stream()
                .map(entry -> entry.wakeUp().run())
                .toList();
    }
}
