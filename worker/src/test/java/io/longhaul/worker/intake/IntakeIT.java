package io.longhaul.worker.intake;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Outbox;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.catalog.ShippedMigrations;
import io.longhaul.worker.run.Bench;
import io.longhaul.worker.run.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a delivery to a claim, while PostgreSQL comes and goes. */
@Tag("slow")
class IntakeIT {

    private static final MigrationId MIGRATION = new MigrationId("0002_quick");

    @RegisterExtension
    static final LocalServices services = LocalServices.with(REDIS, CLICKHOUSE);

    @RegisterExtension
    static final LocalServices own = LocalServices.own(POSTGRES);

    @TempDir
    Path migrations;

    private final HandedInbox inbox = new HandedInbox();
    private String postgres;
    private Bench bench;
    private ShippedMigrations shipped;

    @BeforeEach
    void open() throws IOException {
        own.postgres().start();
        postgres = own.freshPostgresUrl();
        String clickHouse = services.freshClickHouseUrl();
        bench = new Bench(postgres, services.freshRedisUrl(), clickHouse, clickHouse, Operations.nap());
        shipped = ships("INSERT INTO FUNCTION null('n UInt8') SELECT 1");
        bench.store.catalog().register(bench.worker, shipped.all());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aDeliveryIsHeldWhilePostgresIsAwayAndClaimedWhenItIsBack() {
        Run run = asked();
        work();
        Bench.await().until(() -> inbox.asked() == 1);
        own.postgres().kill();

        inbox.hand(new WakeUp(run.id(), MIGRATION, 1, Direction.FORWARD));

        Bench.await().during(Duration.ofSeconds(1)).until(() -> inbox.acknowledged() == 0 && inbox.givenBack() == 0);
        own.postgres().start();
        Bench.await().until(() -> inbox.acknowledged() == 1);
        Bench.await().until(() -> stateOf(run) == RunState.SUCCEEDED);
        assertThat(inbox.givenBack()).isZero();
    }

    @Test
    void whilePostgresIsAwayNoDeliveryIsAskedFor() {
        own.postgres().kill();
        work();

        Bench.await().during(Duration.ofSeconds(1)).until(() -> inbox.asked() == 0);
        own.postgres().start();

        Bench.await().until(() -> inbox.asked() == 1);
    }

    @Test
    void aRunOfAnotherVersionOfItsMigrationIsLeftForAWorkerThatHasThat() throws IOException {
        Run run = asked();
        shipped = ships("INSERT INTO FUNCTION null('n UInt8') SELECT 2");
        work();

        inbox.hand(new WakeUp(run.id(), MIGRATION, 1, Direction.FORWARD));

        Bench.await().until(() -> inbox.acknowledged() == 1);
        Bench.await().until(() -> inbox.asked() == 2);
        assertThat(bench.find(run.id())).isEqualTo(run);
    }

    @Test
    void aRunOfAMigrationThatIsNotShippedHereDoesNotHoldUpTheNext() throws IOException {
        MigrationId elsewhere = new MigrationId("0001_elsewhere");
        define(elsewhere, "SELECT 1");
        bench.store
                .catalog()
                .register(bench.worker, ShippedMigrations.read(migrations).all());
        Run first = asked(elsewhere);
        Run next = asked();
        Outbox outbox = bench.store.outbox();
        outbox.waiting(Duration.ZERO, 10).forEach(entry -> outbox.published(entry.id()));
        work();

        inbox.hand(new WakeUp(first.id(), elsewhere, 1, Direction.FORWARD));

        Bench.await().until(() -> inbox.acknowledged() == 1);
        assertThat(outbox.waiting(Duration.ZERO, 10))
                .singleElement()
                .satisfies(entry -> assertThat(entry.wakeUp().run()).isEqualTo(next.id()));
        assertThat(bench.find(first.id())).isEqualTo(first);
    }

    private void define(MigrationId migration, String statement) throws IOException {
        Files.writeString(migrations.resolve(migration + ".yaml"), """
                description: For a test
                operations:
                  - clickhouse: %s
                """.formatted(statement));
    }

    private ShippedMigrations ships(String statement) throws IOException {
        define(MIGRATION, statement);
        return ShippedMigrations.read(migrations);
    }

    private Run asked() {
        return asked(MIGRATION);
    }

    private Run asked(MigrationId migration) {
        Enqueued answer = bench.store.runs().enqueue(new RunRequest(migration, Map.of(), "alice", Optional.empty()));
        return ((Enqueued.New) answer).run();
    }

    private void work() {
        Intake intake = new Intake(
                inbox,
                bench.store.runs(),
                shipped,
                bench.execution,
                bench.cleaningUp(),
                bench.worker,
                Bench.TIMERS,
                bench.patience,
                bench.stop);
        Thread thread = new Thread(() -> {
            try {
                intake.work();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** By a way of its own: the worker's connections may still be those to the server that was killed. */
    private RunState stateOf(Run run) {
        try (JdbiStore look =
                JdbiStore.brief(ServiceUrl.parse(postgres, List.of("postgresql")), Bench.TIMERS, "look")) {
            return look.runs().find(run.id()).orElseThrow().state();
        }
    }
}
