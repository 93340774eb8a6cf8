package io.longhaul.worker;

import io.longhaul.common.config.Durations;
import io.longhaul.common.lease.Lock;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.store.Settings;
import io.longhaul.common.store.jdbi.JdbiStore;
import io.longhaul.worker.run.Execution;
import io.longhaul.worker.run.Heart;
import io.longhaul.worker.run.LockWait;
import io.longhaul.worker.run.Patience;
import io.longhaul.worker.run.SelfFence;
import io.longhaul.worker.run.Signs;
import io.longhaul.worker.run.StatementWatch;
import io.longhaul.worker.run.StopSignal;
import io.longhaul.worker.run.Tools;
import io.longhaul.worker.settle.Settling;
import io.longhaul.worker.start.Planning;
import io.longhaul.worker.start.StartChecks;
import io.longhaul.worker.start.Starter;
import io.longhaul.worker.target.Targets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** Puts together what a worker carries runs out with. */
final class ExecutionSource {

    private static final Duration UNDER_WAY = Duration.ofSeconds(3);

    private final WorkerSettings settings;
    private final TargetSource source;
    private final JdbiStore store;
    private final Patience patience;
    private final StopSignal stop;
    private final LongSupplier nanoTime;

    ExecutionSource(
            WorkerSettings settings,
            TargetSource source,
            JdbiStore store,
            Patience patience,
            StopSignal stop,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.source = source;
        this.store = store;
        this.patience = patience;
        this.stop = stop;
        this.nanoTime = nanoTime;
    }

    /**
     * Of one worker.
     *
     * @param watching looks after the statement in flight
     */
    Execution make(
            Targets targets,
            StartChecks checks,
            Lock lock,
            SelfFence fence,
            Heart heart,
            Signs signs,
            ScheduledExecutorService watching) {
        Tools tools = new Tools(
                targets,
                store.runs(),
                store.journal(),
                new Settling(nanoTime),
                fence,
                new StatementWatch(watching, heart::wish, nanoTime),
                patience,
                stop,
                heart::wish,
                migration -> patience.ask(() -> limits(store.settings(), migration)),
                source::toLookAt,
                UNDER_WAY,
                nanoTime);
        LockWait lockWait = new LockWait(
                lock, settings.timers().lockLease(), store.runs(), store.events(), patience, stop, nanoTime);
        Starter starter = new Starter(checks, new Planning(targets));
        return new Execution(store.runs(), starter, tools, lockWait, heart, signs, patience);
    }

    private static Tools.Limits limits(Settings settings, MigrationId migration) {
        return new Tools.Limits(
                Boolean.parseBoolean(settings.value(migration, Settings.Name.AUTO_ROLLBACK)),
                Integer.parseInt(settings.value(migration, Settings.Name.MAX_ATTEMPTS)),
                Durations.parse(settings.value(migration, Settings.Name.ROLLBACK_TIMEOUT)));
    }
}
