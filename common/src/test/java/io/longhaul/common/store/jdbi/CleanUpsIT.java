package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.WORKER;
import static io.longhaul.common.store.jdbi.Runs.intent;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Leftover;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.CleanUps;
import io.longhaul.common.store.CleanUps.Waiting;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.RunSearch.Kept;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CleanUpsIT {

    private static final Leftover OLD = Leftover.oldTable("events__lh_old_20261212", "uuid-old", 12);
    private static final Leftover MERGES = Leftover.settings("events", "uuid-old", Map.of("parts_to_throw_insert", ""));
    private static final By ALICE = new By("alice", "");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();
    private final CleanUps cleanUps = store.cleanUps();
    private Hold hold;
    private QueryId attempt;

    @BeforeEach
    void begin() {
        hold = runs.running("0001_a");
        runs.attempt(hold, 1, 0);
        attempt = intent(hold, 1, 0).query();
    }

    private void end(RunState state) {
        assertThat(store.runs().leave(hold, Leaving.Ended.because(state, "because")))
                .isTrue();
    }

    private Waiting onlyOne() {
        List<Waiting> waiting = cleanUps.waiting();
        assertThat(waiting).hasSize(1);
        return waiting.get(0);
    }

    private CleanUp begun() {
        assertThat(cleanUps.call(onlyOne())).isTrue();
        return cleanUps.begin(hold.run(), WORKER).orElseThrow();
    }

    private void minutesPass(int minutes) {
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "UPDATE clean_up SET touched_at = touched_at - make_interval(mins => ?)", minutes));
    }

    @Test
    void whatIsLeftIsPutAwayByAWorkerThatIsCalledForIt() {
        assertThat(cleanUps.leave(attempt, OLD, Duration.ZERO)).isTrue();
        end(RunState.SUCCEEDED);

        Waiting waiting = onlyOne();
        assertThat(waiting.cleanUp().leftover()).isEqualTo(OLD);
        assertThat(waiting.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(cleanUps.begin(hold.run(), WORKER))
                .as("before anybody is called")
                .isEmpty();
        assertThat(cleanUps.call(waiting)).isTrue();
        assertThat(store.outbox().waiting(Duration.ZERO, 10))
                .extracting(entry -> entry.wakeUp().run())
                .contains(hold.run());
        assertThat(cleanUps.call(waiting)).as("a second reaper").isFalse();

        CleanUp task = cleanUps.begin(hold.run(), WORKER).orElseThrow();
        assertThat(task.query())
                .hasToString("lh-%s-1-cleanup-e1".formatted(hold.run().brief()));
        assertThat(cleanUps.begin(hold.run(), new WorkerId("w-2")))
                .as("a second worker")
                .isEmpty();
        assertThat(cleanUps.isDone(attempt, OLD.kind(), OLD.uuid())).isFalse();

        cleanUps.done(task, WORKER, "dropped it");

        assertThat(cleanUps.isDone(attempt, OLD.kind(), OLD.uuid())).isTrue();
        assertThat(cleanUps.waiting()).isEmpty();
        assertThat(runs.story(hold.run())).contains("cleaned-up");
    }

    @Test
    void aDayThatHasNotComeIsAnnouncedAndWaitedFor() {
        cleanUps.leave(attempt, OLD, Duration.ofDays(14));
        assertThat(store.search().overview().get(0).kept())
                .as("while the run goes on")
                .isEmpty();

        end(RunState.SUCCEEDED);

        assertThat(cleanUps.waiting()).isEmpty();
        Kept kept = store.search().overview().get(0).kept().get(0);
        assertThat(kept.table()).isEqualTo(OLD.table());
        assertThat(Duration.between(runs.find(hold).changedAt(), kept.until()))
                .isBetween(Duration.ofDays(13), Duration.ofDays(15));
        assertThat(store.search().details(hold.run()).orElseThrow().kept()).containsExactly(kept);
    }

    /** Whose parts grow in number. */
    @Test
    void mergesThatAreOffAreSaidOnceTheRunStandsStill() {
        cleanUps.leave(attempt, MERGES, Duration.ZERO);
        assertThat(store.search().overview().get(0).kept())
                .as("while the run goes on")
                .isEmpty();

        end(RunState.FAILED);

        Kept off = store.search().overview().get(0).kept().get(0);
        assertThat(off.kind()).isEqualTo(Leftover.Kind.SETTINGS);
        assertThat(off.table()).isEqualTo(MERGES.table());
        assertThat(store.search().details(hold.run()).orElseThrow().kept()).containsExactly(off);
    }

    @Test
    void whatTheRunHasSeenToItselfIsNobodysTask() {
        cleanUps.leave(attempt, MERGES, Duration.ZERO);
        cleanUps.leave(attempt, OLD, Duration.ZERO);
        cleanUps.leave(attempt, OLD, Duration.ZERO);

        assertThat(cleanUps.seenTo(attempt, OLD.kind(), OLD.uuid())).isTrue();
        end(RunState.FAILED);

        assertThat(onlyOne().cleanUp().leftover()).isEqualTo(MERGES);
    }

    @Test
    void aWorkerThatWasGivenUpForDeadLeavesNothing() {
        runs.reap();

        assertThat(cleanUps.leave(attempt, OLD, Duration.ZERO)).isFalse();
        assertThat(cleanUps.seenTo(attempt, OLD.kind(), OLD.uuid())).isFalse();
        assertThat(cleanUps.waiting()).isEmpty();
    }

    @Test
    void aRunWithWhichSomebodyGoesOnIsNotCleanedUpAfter() {
        cleanUps.leave(attempt, MERGES, Duration.ZERO);
        end(RunState.FAILED);
        Waiting waiting = onlyOne();
        assertThat(cleanUps.call(waiting)).isTrue();

        assertThat(store.controls().resume(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
        assertThat(cleanUps.begin(hold.run(), WORKER)).as("queued").isEmpty();
        Hold next = runs.claim(runs.find(hold), WORKER);
        store.runs().leave(next, Leaving.Ended.because(RunState.FAILED, "again"));

        assertThat(cleanUps.begin(hold.run(), WORKER))
                .as("failed again, since it was called")
                .isEmpty();
        assertThat(cleanUps.call(waiting)).as("of an older epoch").isFalse();
        minutesPass(11);
        assertThat(onlyOne().cleanUp().epoch()).as("to be judged anew").isEqualTo(next.epoch());
    }

    @Test
    void nobodyGoesOnWithARunThatIsBeingCleanedUpAfter() {
        cleanUps.leave(attempt, MERGES, Duration.ZERO);
        end(RunState.FAILED);
        CleanUp task = begun();

        assertThat(store.controls().resume(hold.run(), ALICE))
                .isEqualTo(new Answer.CleanedUp(runs.find(hold), "events", true));

        cleanUps.done(task, WORKER, "put back");
        assertThat(store.controls().resume(hold.run(), ALICE)).isInstanceOf(Answer.Done.class);
    }

    @Test
    void nobodyGoesBackToATableThatIsDropped() {
        cleanUps.leave(attempt, OLD, Duration.ZERO);
        end(RunState.SUCCEEDED);
        cleanUps.done(begun(), WORKER, "dropped it");

        assertThat(store.controls().rollBack(hold.run(), ALICE))
                .isEqualTo(new Answer.CleanedUp(runs.find(hold), OLD.table(), false));
        assertThat(runs.find(hold).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void nobodyIsCalledWhileEachWorkerCarriesOutARun() {
        cleanUps.leave(attempt, OLD, Duration.ZERO);
        end(RunState.SUCCEEDED);
        Hold other = runs.running("0002_b");

        assertThat(cleanUps.waiting()).isEmpty();
        store.presence().arrive(new Member(WORKER.value(), Kind.WORKER, "here", 1));
        store.presence().arrive(new Member("r-1", Kind.REAPER, "here", 2));
        assertThat(cleanUps.waiting()).isEmpty();

        store.presence().arrive(new Member("w-2", Kind.WORKER, "here", 3));
        assertThat(onlyOne().cleanUp().leftover()).isEqualTo(OLD);
        store.presence().leave("w-2");
        assertThat(cleanUps.waiting()).isEmpty();

        store.runs().leave(other, Leaving.Ended.because(RunState.FAILED, "because"));
        assertThat(onlyOne().cleanUp().leftover()).isEqualTo(OLD);
    }

    @Test
    void whatDidNotWorkIsTriedAgainLaterAndSaid() {
        cleanUps.leave(attempt, OLD, Duration.ZERO);
        end(RunState.SUCCEEDED);

        cleanUps.failed(begun(), WORKER, new Failure("clickhouse", "497", "not allowed"), Duration.ofHours(1));

        assertThat(cleanUps.waiting()).isEmpty();
        assertThat(store.search().overview().get(0).kept().get(0).trouble()).contains("clickhouse 497: not allowed");
        fresh.sql().useHandle(handle -> handle.execute("UPDATE clean_up SET due_at = now()"));
        assertThat(begun().tries()).isEqualTo(2);
    }

    @Test
    void aWorkerThatDiedOverItIsFollowedByAnother() {
        cleanUps.leave(attempt, OLD, Duration.ZERO);
        end(RunState.SUCCEEDED);
        CleanUp first = begun();
        minutesPass(11);
        WorkerId other = new WorkerId("w-2");

        assertThat(cleanUps.call(onlyOne())).isTrue();
        CleanUp second = cleanUps.begin(hold.run(), other).orElseThrow();

        assertThat(second.query()).isNotEqualTo(first.query());
        cleanUps.done(first, WORKER, "late");
        assertThat(cleanUps.isDone(attempt, OLD.kind(), OLD.uuid())).isFalse();
        cleanUps.done(second, other, "dropped it");
        assertThat(cleanUps.isDone(attempt, OLD.kind(), OLD.uuid())).isTrue();
    }
}
