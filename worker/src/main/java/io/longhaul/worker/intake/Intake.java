package io.longhaul.worker.intake;

import io.longhaul.common.config.Timers;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.queue.Inbox;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Claimant;
import io.longhaul.common.store.RunStore;
import io.longhaul.worker.catalog.ShippedMigrations;
import io.longhaul.worker.cleanup.CleaningUp;
import io.longhaul.worker.run.Execution;
import io.longhaul.worker.run.Patience;
import io.longhaul.worker.run.StopSignal;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one delivery at a time: claims in PostgreSQL, acknowledges, hands over, waits for the end, takes the next. A
 * delivery is never held for the length of a run: brokers close channels that do (RabbitMQ, "Delivery Acknowledgement
 * Timeout", 30 minutes).
 */
public final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** Asking for it tells whether PostgreSQL answers. */
    private static final RunId NO_RUN = new RunId(new UUID(0, 0));

    private final Inbox inbox;
    private final RunStore runs;
    private final ShippedMigrations shipped;
    private final Execution execution;
    private final CleaningUp cleaningUp;
    private final WorkerId worker;
    private final Timers timers;
    private final Patience patience;
    private final StopSignal stop;

    public Intake(
            Inbox inbox,
            RunStore runs,
            ShippedMigrations shipped,
            Execution execution,
            CleaningUp cleaningUp,
            WorkerId worker,
            Timers timers,
            Patience patience,
            StopSignal stop) {
        this.inbox = inbox;
        this.runs = runs;
        this.shipped = shipped;
        this.execution = execution;
        this.cleaningUp = cleaningUp;
        this.worker = worker;
        this.timers = timers;
        this.patience = patience;
        this.stop = stop;
    }

    /** Works until the worker is told to end. */
    public void work() throws InterruptedException {
        while (!stop.isGiven()) {
            // A delivery that cannot be claimed while PostgreSQL is away would only be held; do not take one.
            patience.ask(() -> runs.find(NO_RUN));
            Inbox.Delivery delivery = inbox.next();
            take(delivery);
        }
    }

    private void take(Inbox.Delivery delivery) throws InterruptedException {
        WakeUp wakeUp = delivery.wakeUp();
        Optional<Definition> definition = shipped.find(wakeUp.migration());
        Claim claim = definition.isPresent() ? claim(wakeUp, definition.get()) : new Claim.OtherDefinition();
        if (claim instanceof Claim.Claimed claimed) {
            delivery.acknowledge();
            execution.carryOut(claimed, definition.orElseThrow());
            return;
        }
        // Whoever ships the migration no more can clean up after it all the same.
        Optional<CleanUp> task = cleaningUp.next(wakeUp.run());
        if (task.isPresent()) {
            delivery.acknowledge();
            cleaningUp.carryOut(task.get());
            return;
        }
        if (definition.isEmpty()) {
            // The sweep sends it again for as long as the run is queued, so a worker that has it will see it.
            patience.ask(() -> runs.passOver(wakeUp.run()));
        }
        delivery.acknowledge();
        log.atInfo()
                .addKeyValue("run", wakeUp.run())
                .addKeyValue("migration", wakeUp.migration())
                .addKeyValue("answer", definition.isEmpty() ? "not shipped here" : claim)
                .log("wake-up not taken");
    }

    private Claim claim(WakeUp wakeUp, Definition definition) throws InterruptedException {
        Claimant claimant = new Claimant(worker, definition.checksum(), timers.heartbeat(), timers.deadAfter());
        return patience.ask(() -> runs.claim(wakeUp.run(), wakeUp.dispatch(), claimant));
    }
}
