package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.RunSearch.Death;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the store tells of a worker that is not heard, and of one that died. */
class DoubtAndDeathIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void theDetailsTellOfEachDeathWhenItWasAndWhenTheRunWentOn() {
        Hold first = runs.running("0001_a");
        Instant lastBeat = runs.find(first).beatAt().orElseThrow();
        runs.reap();
        assertThat(deaths(first)).containsExactly(new Death(first.epoch(), lastBeat, Optional.empty()));

        Hold second = runs.claim(runs.find(first), new WorkerId("w-2"));
        Instant goneOn = runs.find(first).changedAt();
        runs.reap();

        assertThat(deaths(first)).extracting(Death::epoch).containsExactly(first.epoch(), second.epoch());
        assertThat(deaths(first).get(0).goneOn())
                .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(goneOn));
    }

    private List<Death> deaths(Hold hold) {
        return store.search().details(hold.run()).orElseThrow().deaths();
    }

    @Test
    void ofManyReapersWhoDoubtAWorkerOneTellsAndSoWithTrust() throws ExecutionException, InterruptedException {
        Hold hold = runs.running("0001_a");
        assertThat(store.events().trust(hold, "heard again", "r-1"))
                .as("nobody doubted it")
                .isFalse();
        try (AtOnce atOnce = new AtOnce()) {
            assertThat(atOnce.times(4, () -> store.events().doubt(hold, "no sign of life in Redis", "r-1")))
                    .containsOnlyOnce(true);
            assertThat(store.search().details(hold.run()).orElseThrow().doubt()).contains("no sign of life in Redis");
            assertThat(atOnce.times(4, () -> store.events().trust(hold, "heard again", "r-2")))
                    .containsOnlyOnce(true);
        }

        assertThat(runs.story(hold.run())).endsWith("suspect", "trusted").containsOnlyOnce("suspect");
        assertThat(store.search().details(hold.run()).orElseThrow().doubt()).isEmpty();
    }

    @Test
    void aNewEpochBeginsWithoutDoubtAndAnOldOneIsDoubtedNoMore() {
        Hold hold = runs.running("0001_a");
        store.events().doubt(hold, "no sign of life in Redis", "r-1");
        runs.takeOver(hold.run());
        Hold next = runs.claim(runs.find(hold), new WorkerId("w-2"));

        assertThat(store.events().trust(hold, "heard again", "r-1")).isFalse();
        assertThat(store.events().doubt(hold, "late", "r-1")).isFalse();
        assertThat(store.events().trust(next, "heard again", "r-1")).isFalse();
        assertThat(store.events().doubt(next, "no sign of life in Redis", "r-1"))
                .isTrue();
    }
}
