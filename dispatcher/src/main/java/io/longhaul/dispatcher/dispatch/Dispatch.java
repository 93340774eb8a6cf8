package io.longhaul.dispatcher.dispatch;

import io.longhaul.common.board.Task;
import io.longhaul.common.board.TaskBoard;
import io.longhaul.common.queue.Publisher;
import io.longhaul.common.queue.Publisher.Sent;
import io.longhaul.common.queue.WakeUp;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.Outbox;
import io.longhaul.common.store.RunRequest;
import io.longhaul.common.store.RunStore;
import io.longhaul.common.store.StoreUnavailable;
import java.util.Optional;

/** Asks for runs. Once PostgreSQL has one nothing is lost any more, so what comes after may fail. Not thread-safe. */
public final class Dispatch {

    private final RunStore runs;
    private final Outbox outbox;
    private final Publisher publisher;
    private final TaskBoard board;

    public Dispatch(RunStore runs, Outbox outbox, Publisher publisher, TaskBoard board) {
        this.runs = runs;
        this.outbox = outbox;
        this.publisher = publisher;
        this.board = board;
    }

    /** Stores the run, unless the answer says why not, and wakes a worker. Throws {@link StoreUnavailable}. */
    public Dispatched ask(RunRequest request) {
        Enqueued answer = runs.enqueue(request);
        if (!(answer instanceof Enqueued.New fresh)) {
            return new Dispatched(answer, Optional.empty());
        }
        Optional<String> unsent = send(fresh);
        board.post(Task.of(fresh.run()));
        return new Dispatched(answer, unsent);
    }

    /**
     * Tells of a change that PostgreSQL has: sends the wake-ups that it called for, and posts the run. Returns why not
     * all are in the queue yet, as a clause; the reaper will send them.
     */
    public Optional<String> announce(Run changed) {
        Optional<String> unsent = Optional.empty();
        try {
            unsent = new Relay(outbox, publisher).all().stopped();
        } catch (StoreUnavailable away) {
            // It had the change a moment ago; the reaper will see to the rest.
        }
        board.post(Task.of(changed));
        return unsent;
    }

    private Optional<String> send(Enqueued.New fresh) {
        Run run = fresh.run();
        Sent sent = publisher.send(new WakeUp(run.id(), run.migration(), run.dispatch(), run.direction()));
        if (sent instanceof Sent.Unconfirmed unconfirmed) {
            return Optional.of(unconfirmed.why());
        }
        try {
            outbox.published(fresh.entry());
        } catch (StoreUnavailable away) {
            // The reaper will send it once more, and the worker will find that wake-up stale.
            return Optional.empty();
        }
        return Optional.empty();
    }
}
