package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Parameter;
import io.longhaul.common.migration.ParameterType;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Outbox;
import io.longhaul.common.store.RunRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnqueueIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void aNewRunIsQueuedAsItWasAskedFor() {
        Map<String, String> parameters = Map.of("team", "7", "name", "O'Hara \"x\"\n{}");
        offering("first", Parameter.of("team", ParameterType.INTEGER), Parameter.of("name", ParameterType.STRING));

        Enqueued answer = store.runs()
                .enqueue(new RunRequest(new MigrationId("0001_a"), parameters, "alice", Optional.of("key")));

        Run run = ((Enqueued.New) answer).run();
        assertThat(run.migration()).hasToString("0001_a");
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.direction()).isEqualTo(Direction.FORWARD);
        assertThat(run.wish()).isEqualTo(Wish.RUN);
        assertThat(run.epoch()).isEqualTo(new Epoch(0));
        assertThat(run.dispatch()).isEqualTo(1);
        assertThat(run.parameters()).isEqualTo(parameters);
        assertThat(run.askedBy()).isEqualTo("alice");
        assertThat(run.progress()).isEqualTo(Progress.NONE);
        assertThat(run.checksum()).isEqualTo(Runs.definition("0001_a", "first").checksum());
        assertThat(store.runs().find(run.id())).contains(run);
    }

    @Test
    void whatNobodyChoseHasTheDefaultOfThatDayWhateverDefinitionComesLater() {
        Parameter oldest = Parameter.of("oldest", ParameterType.TIMESTAMP);
        Parameter rows = Parameter.of("rows", ParameterType.INTEGER);
        offering("first", oldest.withStandard("2020-01-01T00:00:00Z"), rows.withStandard("5"));

        Run run = runs.asked(choosing(Map.of("rows", " +7 ")));
        offering("second", oldest.withStandard("2026-01-01T00:00:00Z"), rows.withStandard("6"));

        assertThat(run.parameters()).isEqualTo(Map.of("oldest", "2020-01-01 00:00:00", "rows", "7"));
        assertThat(store.runs().find(run.id())).contains(run);
        assertThat(store.search().details(run.id()).orElseThrow().registered().parameters())
                .containsExactly(oldest.withStandard("2026-01-01T00:00:00Z"), rows.withStandard("6"));
    }

    @Test
    void whatMayNotBeChosenIsRefusedWithEveryProblemAndNothingIsStored() {
        offering("first", Parameter.of("team", ParameterType.INTEGER), Parameter.of("rows", ParameterType.INTEGER));

        Enqueued answer = store.runs().enqueue(choosing(Map.of("row", "5", "team", "x")));

        assertThat(answer)
                .isEqualTo(new Enqueued.WronglyChosen(
                        new MigrationId("0001_a"),
                        List.of(
                                "parameter team: 'x' is no integer; write a whole number, such as 42",
                                "parameter rows has no value; give it one with --set rows=…, a whole number, such as 42",
                                "there is no parameter row; did you mean rows?")));
        assertThat(count("run") + count("event") + count("outbox")).isZero();
    }

    @Test
    void whoAsksAgainWithOtherValuesIsToldOfTheRunThatIsThere() {
        offering("first", Parameter.of("team", ParameterType.INTEGER));
        Run run = runs.asked(choosing(Map.of("team", "7")));

        assertThat(store.runs().enqueue(choosing(Map.of("team", "8")))).isEqualTo(new Enqueued.Unfinished(run));
        assertThat(store.runs().enqueue(choosing(Map.of()))).isEqualTo(new Enqueued.Unfinished(run));
    }

    @Test
    void aNewRunComesWithItsWakeUpAndItsFirstEvent() {
        runs.register("0001_a");

        Enqueued.New answer = (Enqueued.New) store.runs().enqueue(request("0001_a"));

        WakeUp wakeUp = new WakeUp(answer.run().id(), new MigrationId("0001_a"), 1, Direction.FORWARD);
        assertThat(store.outbox().waiting(Duration.ZERO, 10)).containsExactly(new Outbox.Entry(answer.entry(), wakeUp));
        assertThat(store.events().of(answer.run().id())).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("asked");
            assertThat(event.actor()).contains("alice");
            assertThat(event.text()).isEqualTo("asked for by alice");
        });
    }

    @Test
    void whenTheWakeUpCannotBeStoredThereIsNoRunAndNoEvent() {
        runs.register("0001_a");
        fresh.sql()
                .useHandle(
                        handle -> handle.execute("ALTER TABLE outbox ADD CONSTRAINT no_room CHECK (false) NOT VALID"));
        try {
            assertThatThrownBy(() -> store.runs().enqueue(request("0001_a"))).isInstanceOf(JdbiException.class);
        } finally {
            fresh.sql().useHandle(handle -> handle.execute("ALTER TABLE outbox DROP CONSTRAINT no_room"));
        }

        assertThat(count("run") + count("event") + count("outbox")).isZero();
    }

    @Test
    void askingTwiceWithAKeyIsAskingOnce() {
        runs.register("0001_a");
        Run run = runs.asked(request("0001_a", "deploy-7"));

        assertThat(store.runs().enqueue(request("0001_a", "deploy-7"))).isEqualTo(new Enqueued.Known(run));
        assertThat(runs.wakeUps(run.id())).isEqualTo(1);
    }

    @Test
    void aKeyStillNamesItsRunWhenThatIsOver() {
        Run run = ended(RunState.REFUSED, request("0001_a", "deploy-7"));

        assertThat(store.runs().enqueue(request("0001_a", "deploy-7"))).isEqualTo(new Enqueued.Known(run));
    }

    @Test
    void aKeyOfAnotherMigrationIsTaken() {
        runs.register("0001_a", "0002_b");
        Run run = runs.asked(request("0001_a", "deploy-7"));

        assertThat(store.runs().enqueue(request("0002_b", "deploy-7"))).isEqualTo(new Enqueued.KeyTaken(run));
    }

    @Test
    void aMigrationThatNoWorkerShipsIsUnregistered() {
        assertThat(store.runs().enqueue(request("0009_z")))
                .isEqualTo(new Enqueued.Unregistered(new MigrationId("0009_z")));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "PAUSED", "FAILED", "ROLLBACK_FAILED"})
    void aMigrationHasOneRunThatIsNotOver(RunState state) {
        Run run = runs.queued("0001_a");
        fresh.sql().useHandle(handle -> handle.execute("UPDATE run SET state = ?", state.name()));

        assertThat(store.runs().enqueue(request("0001_a")))
                .isInstanceOfSatisfying(
                        Enqueued.Unfinished.class,
                        unfinished -> assertThat(unfinished.run().id()).isEqualTo(run.id()));
    }

    @Test
    void aMigrationThatSucceededIsDone() {
        Run run = ended(RunState.SUCCEEDED, request("0001_a"));

        assertThat(store.runs().enqueue(request("0001_a"))).isEqualTo(new Enqueued.Done(run));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROLLED_BACK", "REFUSED", "NOT_REQUIRED", "CANCELLED"})
    void aMigrationThatDidNothingMayBeRunAgain(RunState state) {
        Run run = runs.queued("0001_a");
        fresh.sql().useHandle(handle -> handle.execute("UPDATE run SET state = ?", state.name()));

        assertThat(runs.asked(request("0001_a")).id()).isNotEqualTo(run.id());
    }

    @Test
    void theChecksumIsThatOfTheDefinitionRegisteredLast() {
        runs.register("0001_a");
        store.catalog().register(Runs.WORKER, List.of(Runs.definition("0001_a", "changed")));

        assertThat(runs.asked(request("0001_a")).checksum())
                .isEqualTo(Runs.definition("0001_a", "changed").checksum());
    }

    @Test
    void noTwoRunsShareTheEightCharactersThatPeopleType() {
        Run run = runs.queued("0001_a");
        RunId twin = RunId.parse(run.id().brief() + "-0000-4000-8000-000000000000");

        assertThatThrownBy(() -> fresh.sql().useHandle(handle -> handle.execute("""
                        INSERT INTO run (id, migration, checksum, state, direction, wish, asked_by)
                        VALUES (?, '0001_a', '', 'CANCELLED', 'FORWARD', 'RUN', 'bob')""", twin.value())))
                .hasMessageContaining("run_brief");
    }

    private static RunRequest choosing(Map<String, String> values) {
        return new RunRequest(new MigrationId("0001_a"), values, "alice", Optional.empty());
    }

    private void offering(String source, Parameter... parameters) {
        runs.arrive(Runs.WORKER);
        Definition plain = Runs.definition("0001_a", source);
        Migration migration = Migration.of(
                        "0001_a", "About it", plain.migration().operations().get(0))
                .parameters(parameters)
                .build();
        store.catalog().register(Runs.WORKER, List.of(new Definition(migration, plain.checksum(), source)));
    }

    private Run ended(RunState state, RunRequest request) {
        runs.register(request.migration().value());
        Run run = runs.asked(request);
        Hold hold = runs.claim(run, Runs.WORKER);
        if (state == RunState.SUCCEEDED) {
            store.runs().begin(hold, Runs.plan(Runs.definition("0001_a", "0001_a")), Direction.FORWARD);
        }
        assertThat(store.runs().leave(hold, Leaving.Ended.in(state))).isTrue();
        return store.runs().find(run.id()).orElseThrow();
    }

    private static long count(String table) {
        return fresh.sql()
                .withHandle(handle -> handle.select("SELECT count(*) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }
}
