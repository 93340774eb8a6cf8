package io.longhaul.worker;

import io.longhaul.common.board.redisson.RedissonTaskBoard;
import io.longhaul.common.config.ConfigurationFile;
import io.longhaul.common.config.ConfigurationInvalid;
import io.longhaul.common.lease.Lock;
import io.longhaul.common.lease.redisson.RedissonConnection;
import io.longhaul.common.lease.redisson.RedissonHeartbeat;
import io.longhaul.common.lease.redisson.RedissonLock;
import io.longhaul.common.observe.Reachability;
import io.longhaul.common.queue.Answering;
import io.longhaul.common.queue.Inbox;
import io.longhaul.common.queue.rabbit.Broker;
import io.longhaul.common.queue.rabbit.QueueType;
import io.longhaul.common.queue.rabbit.RabbitAnswering;
import io.longhaul.common.queue.rabbit.RabbitInbox;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Lifeline;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.worker.answer.Answer;
import io.longhaul.worker.answer.Answers;
import io.longhaul.worker.catalog.FirstLook;
import io.longhaul.worker.catalog.ShippedMigrations;
import io.longhaul.worker.catalog.ShippedMigrations.DefinitionsUnreadable;
import io.longhaul.worker.check.Checks;
import io.longhaul.worker.cleanup.CleaningUp;
import io.longhaul.worker.intake.Intake;
import io.longhaul.worker.run.Execution;
import io.longhaul.worker.run.Fenced;
import io.longhaul.worker.run.Heart;
import io.longhaul.worker.run.Patience;
import io.longhaul.worker.run.SelfFence;
import io.longhaul.worker.run.Signs;
import io.longhaul.worker.run.StopSignal;
import io.longhaul.worker.run.WorkerGuard;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.start.StartChecks;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.throttle.Limits;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The worker program. */
@Command(
        name = "longhaul-worker",
        mixinStandardHelpOptions = true,
        version = "longhaul-worker 0.1.0",
        description = "Carries out migrations, one at a time, until it is told to end (SIGTERM).",
        footer = {
            "",
            "Settings, as environment variables or in the YAML file that LONGHAUL_CONFIG names:",
            "  LONGHAUL_POSTGRES_URL     postgresql://user:password@host:5432/longhaul",
            "  LONGHAUL_RABBITMQ_URL     amqp://user:password@host:5672/",
            "  LONGHAUL_REDIS_URL        redis://:password@host:6379/0",
            "  LONGHAUL_CLICKHOUSE_URL   http://user:password@host:8123/database",
            "  LONGHAUL_TARGET_POSTGRES_URL",
            "                            postgresql://user:password@host:5432/app, where migrations work on it too",
            "  LONGHAUL_MIGRATIONS       directory with the migrations",
            "  LONGHAUL_APP_VERSION      version of the application, such as 1.46.2, where a migration needs one",
            "",
            "Exit codes: 0 ended as asked, 1 a mistake of ours, 2 a setting or definition is wrong,",
            "4 PostgreSQL cannot be reached at the start, 5 another worker has taken over its run (start it again)",
            "",
            "Example: LONGHAUL_MIGRATIONS=migrations longhaul-worker",
            "For authors of migrations: longhaul-worker prove --help"
        })
public final class Worker implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final long GRACE_SECONDS = 10;

    /** For each statement with which a question is answered. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final StopSignal stop = new StopSignal();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    /** Starts a worker; returns only by ending the process. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The program, ready to execute a command line. */
    public static CommandLine commandLine() {
        ProveCommand prove = new ProveCommand(
                System.getenv(),
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean("longhaul.terminal"),
                System::nanoTime);
        return new CommandLine(new Worker()).addSubcommand(prove).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        try {
            WorkerSettings settings = WorkerSettings.from(ConfigurationFile.load(System.getenv()));
            ShippedMigrations shipped = ShippedMigrations.read(settings.migrations());
            work(settings, shipped);
            return ExitCode.DONE.number();
        } catch (ConfigurationInvalid wrong) {
            wrong.problems().forEach(problem -> err.println("longhaul-worker: " + problem));
            return ExitCode.USAGE.number();
        } catch (DefinitionsUnreadable wrong) {
            wrong.problems().forEach(err::println);
            err.println("longhaul-worker: " + wrong.getMessage() + "; nothing was started");
            return ExitCode.USAGE.number();
        } catch (StoreUnavailable away) {
            err.println("longhaul-worker: " + away.getMessage());
            return ExitCode.UNREACHABLE.number();
        } catch (Fenced fenced) {
            log.atError().log("fenced: {}; ending without touching anything more", fenced.getMessage());
            Runtime.getRuntime().halt(ExitCode.FENCED.number());
            return ExitCode.FENCED.number();
        } finally {
            ended.countDown();
        }
    }

    private void work(WorkerSettings settings, ShippedMigrations shipped) {
        Member self = ThisProcess.member(settings.application());
        WorkerId id = new WorkerId(self.id());
        String name = "longhaul-worker " + id;
        Broker broker = new Broker(settings.rabbit(), QueueType.of(settings.queueType()), name);
        SelfFence fence = new SelfFence(settings.timers().selfFence(), System::nanoTime);
        TargetSource source = new TargetSource(settings, shipped.functions(), System::nanoTime);
        try (JdbiStore store = JdbiStore.pooled(settings.postgres(), settings.timers(), name);
                Lifeline lifeline = store.lifeline();
                RedissonConnection redis =
                        new RedissonConnection(settings.redis(), settings.timers(), System::nanoTime);
                Inbox inbox = new RabbitInbox(broker);
                Targets askedAtTheStart = source.toAsk();
                Answering answering =
                        new RabbitAnswering(new Broker(settings.rabbit(), broker.queueType(), name + " answers"), id);
                Targets lookedAt = source.toLookAt(LOOK)) {
            store.migrate();
            store.presence().arrive(self);
            store.catalog().register(id, shipped.all());
            Reachability postgres =
                    new Reachability("postgresql", "nothing new is issued until it answers", log, System::nanoTime);
            Lock lock = new RedissonLock(redis);
            Heart heart = new Heart(
                    lifeline, settings.timers().heartbeat(), fence, postgres, System::nanoTime, stop, this::fenced);
            Patience patience = new Patience(stop, postgres);
            WorkerGuard guard = new WorkerGuard(fence, stop, heart::wish, patience);
            try (Targets targets = source.toWorkOn(
                    store, guard, () -> Limits.of(store.settings().values(heart.migration())), Clock.systemUTC())) {
                Signs signs = new Signs(
                        self,
                        lock,
                        new RedissonHeartbeat(redis, settings.timers()),
                        new RedissonTaskBoard(redis),
                        store.presence(),
                        settings.timers().heartbeat(),
                        services(inbox, targets),
                        stop);
                ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(Worker::daemon);
                Dependencies.NewestRuns newest =
                        migration -> patience.ask(() -> store.runs().newest(migration));
                Dependencies dependencies = new Dependencies(newest, shipped::find);
                Map<String, Callable<String>> services = Map.of(
                        "postgres", store::version,
                        "redis", redis::version,
                        "rabbitmq", broker::version);
                StartChecks checks =
                        new StartChecks(targets, source::toLookAt, settings.application(), dependencies, services);
                Execution execution = new ExecutionSource(settings, source, store, patience, stop, System::nanoTime)
                        .make(targets, checks, lock, fence, heart, signs, watching);
                CleaningUp cleaningUp = new CleaningUp(store.cleanUps(), source.toCleanUp(store, guard), id, patience);
                Intake intake = new Intake(
                        inbox, store.runs(), shipped, execution, cleaningUp, id, settings.timers(), patience, stop);
                daemon(heart).start();
                daemon(signs).start();
                daemon(new FirstLook(
                                id,
                                shipped,
                                store.catalog(),
                                newest,
                                dependencies,
                                new Checks(askedAtTheStart),
                                patience,
                                stop))
                        .start();
                List<Answer> answers = new AnswerSource(settings, shipped, source, store.runs(), services)
                        .all(lookedAt, Clock.systemUTC(), System::nanoTime);
                daemon(new Answers(answering, answers)).start();
                endOnSignal(inbox, execution);
                log.atInfo()
                        .addKeyValue("worker", id)
                        .addKeyValue("migrations", shipped.all().size())
                        .log("worker is up");
                work(intake);
                signs.farewell();
            }
        }
    }

    private static Map<Service, BooleanSupplier> services(Inbox inbox, Targets targets) {
        Map<Service, BooleanSupplier> services = new EnumMap<>(TargetSource.services(targets));
        services.put(Service.RABBITMQ, inbox::isConnected);
        return services;
    }

    private static void work(Intake intake) {
        try {
            intake.work();
        } catch (InterruptedException told) {
            log.atInfo().log("told to end");
        }
    }

    private void fenced() {
        log.atError().log("fenced: another has taken the run over; ending without touching anything more");
        Runtime.getRuntime().halt(ExitCode.FENCED.number());
    }

    /**
     * One ordered way out: the hook asks, the main thread closes what it opened, the hook waits for that. The main
     * thread is not interrupted: that would break off a statement's answer, which nobody could tell from a lost
     * connection.
     */
    private void endOnSignal(Inbox inbox, Execution execution) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.give();
            inbox.close();
            try {
                if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    execution.handOver();
                }
            } catch (InterruptedException second) {
                Thread.currentThread().interrupt();
            }
            // Ended as asked; without this the JVM would report the signal as its exit code.
            Runtime.getRuntime().halt(ExitCode.DONE.number());
        }));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "longhaul-" + work.getClass().getSimpleName());
        thread.setDaemon(true);
        return thread;
    }
}
