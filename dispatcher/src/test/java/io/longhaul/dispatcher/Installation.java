package io.longhaul.dispatcher;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.queue.Inbox;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.queue.rabbit.Broker;
import io.longhaul.common.queue.rabbit.QueueType;
import io.longhaul.common.queue.rabbit.RabbitInbox;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.common.version.Version;
import io.longhaul.dispatcher.cli.Longhaul;
import io.longhaul.dispatcher.cli.Ports;
import io.longhaul.dispatcher.cli.Surroundings;
import io.longhaul.dispatcher.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Longhaul on real services, with one worker's catalog and nobody who works. */
final class Installation implements AutoCloseable {

    static final MigrationId MIGRATION = new MigrationId("0007_events_sorting_key");
    static final MigrationId OTHER = new MigrationId("0008_sessions_engine");

    private final Map<String, String> environment = new HashMap<>();
    private final JdbiStore store;
    private final Broker broker;

    /** On services that are up; their tables are made and a worker's catalog is registered. */
    Installation(String postgres, String rabbit, String redis) {
        environment.put("LONGHAUL_POSTGRES_URL", postgres);
        environment.put("LONGHAUL_RABBITMQ_URL", rabbit);
        environment.put("LONGHAUL_REDIS_URL", redis);
        environment.put("LONGHAUL_RABBITMQ_QUEUE_TYPE", "classic");
        store = JdbiStore.pooled(ServiceUrl.parse(postgres, List.of("postgresql")), Timers.DEFAULTS, "test");
        broker = new Broker(ServiceUrl.parse(rabbit, List.of("amqp")), QueueType.CLASSIC, "test");
    }

    /** Makes the tables and registers two migrations. */
    Installation withCatalog() {
        store.migrate();
        store.presence().arrive(new Member("w-1", Kind.WORKER, "db1", 1));
        store.catalog().register(new WorkerId("w-1"), List.of(definition(MIGRATION), definition(OTHER)));
        return this;
    }

    /** The same, but the first must be done before 1.48.0 and after the other, and the application is there already. */
    Installation withVersions() {
        store.migrate();
        store.presence().arrive(new Member("w-1", Kind.WORKER, "db1", 1, Optional.of(new Version("1.46.2"))));
        Migration plain = definition(MIGRATION).migration();
        Migration due = Migration.of(
                        plain.id().value(),
                        plain.description(),
                        plain.operations().get(0))
                .versions("1.45.0", "1.47.9")
                .after(OTHER.value())
                .build();
        Definition definition = new Definition(due, Checksum.of("due"), "description: …\n");
        store.catalog().register(new WorkerId("w-1"), List.of(definition, definition(OTHER)));
        return this;
    }

    private static Definition definition(MigrationId id) {
        SqlOperation operation =
                new SqlOperation("copy", List.of("SELECT 1"), Optional.empty(), List.of(), Optional.empty());
        Migration migration =
                new Migration(id, "What " + id + " is for", Optional.empty(), List.of(), List.of(operation));
        return new Definition(migration, Checksum.of(id.value()), "description: …\n");
    }

    JdbiStore store() {
        return store;
    }

    /** Executes a command line in this JVM, as the program would; words are apart by one space. */
    Said run(String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 120);
        Here here = new Here("bob", "here", 1);
        try (Services services = new Services(
                new Settings(environment), () -> here, System::nanoTime, Clock.system(ZoneId.systemDefault()))) {
            Ports ports = services.ports();
            Surroundings surroundings = new Surroundings(
                    Clock.system(ZoneId.systemDefault()),
                    here::who,
                    () -> {
                        throw new UnsupportedOperationException();
                    },
                    new ShutdownInterrupts());
            int code = Longhaul.commandLine(ports, terminal, surroundings).execute(line.split(" ", -1));
            return new Said(code, out.toString(), err.toString());
        }
    }

    /** The ports as the program has them. */
    Services services() {
        return new Services(
                new Settings(environment),
                () -> new Here("bob", "here", 1),
                System::nanoTime,
                Clock.system(ZoneId.systemDefault()));
    }

    /** Takes the next wake-up from the queue. */
    WakeUp nextWakeUp() throws Exception {
        try (Inbox inbox = new RabbitInbox(broker)) {
            return CompletableFuture.supplyAsync(() -> take(inbox)).get(30, TimeUnit.SECONDS);
        }
    }

    private static WakeUp take(Inbox inbox) {
        try {
            Inbox.Delivery delivery = inbox.next();
            delivery.acknowledge();
            return delivery.wakeUp();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        store.close();
    }

    /** What a command said. */
    record Said(int code, String out, String err) {}
}
