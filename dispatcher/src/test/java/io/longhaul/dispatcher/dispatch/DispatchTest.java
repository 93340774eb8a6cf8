package io.longhaul.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Enqueued;
import io.longhaul.common.store.RunRequest;
import io.longhaul.dispatcher.fixture.FakeOutbox;
import io.longhaul.dispatcher.fixture.FakePublisher;
import io.longhaul.dispatcher.fixture.FakeRunStore;
import io.longhaul.dispatcher.fixture.Runs;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DispatchTest {

    private static final RunRequest REQUEST = new RunRequest(Runs.SORTING_KEY, Map.of(), "alice", Optional.empty());

    private final FakeRunStore runs = new FakeRunStore();
    private final FakeOutbox outbox = new FakeOutbox();
    private final FakePublisher publisher = new FakePublisher();
    private final Dispatch dispatch = new Dispatch(runs, outbox, publisher, task -> false);

    DispatchTest() {
        runs.answer = request -> new Enqueued.New(Runs.run(RunState.QUEUED, Progress.NONE), 7);
    }

    @Test
    void aBoardThatDoesNotAnswerChangesNothing() {
        assertThat(dispatch.ask(REQUEST).unsent()).isEmpty();
        assertThat(outbox.published).containsExactly(7L);
    }

    @Test
    void aStoreThatBreaksOffAfterItHasTheRunChangesNothing() {
        outbox.away = true;

        assertThat(dispatch.ask(REQUEST).unsent()).isEmpty();
        assertThat(publisher.sent).hasSize(1);
    }

    @Test
    void whatIsNotNewIsNotSent() {
        runs.answer = request -> new Enqueued.Unfinished(Runs.run(RunState.RUNNING, Runs.HALFWAY));

        assertThat(dispatch.ask(REQUEST).answer()).isInstanceOf(Enqueued.Unfinished.class);
        assertThat(publisher.sent).isEmpty();
    }
}
