package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.CleanUp;
import io.longhaul.common.run.RunId;
import io.longhaul.common.store.CleanUps.Waiting;
import java.util.List;

/** What a run has left, put away as by a worker whom a reaper has called. */
final class PuttingAway {

    private PuttingAway() {}

    /** All of it, and it must work. */
    static void all(Bench bench, RunId run) throws InterruptedException {
        tried(bench, run);

        assertThat(bench.store.cleanUps().waiting()).isEmpty();
        assertThat(bench.store.events().of(run))
                .extracting(event -> event.kind())
                .contains("cleaned-up");
    }

    /** What waits now; it may not work. */
    static void tried(Bench bench, RunId run) throws InterruptedException {
        List<Waiting> waiting = bench.store.cleanUps().waiting();
        assertThat(waiting)
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.cleanUp().run()).isEqualTo(run));
        for (Waiting task : waiting) {
            assertThat(bench.store.cleanUps().call(task)).isTrue();
        }
        CleanUp first = bench.cleaningUp().next(run).orElseThrow();
        bench.cleaningUp().carryOut(first);
    }

    /** Why something of it is not put away; empty where nothing stands in the way. */
    static String trouble(String postgres, RunId run) {
        return ByHand.value(postgres, "SELECT max(trouble) FROM longhaul.clean_up WHERE run = '%s'".formatted(run));
    }

    /** Of everything that is left. */
    static void theDayComes(String postgres) {
        ByHand.change(postgres, "UPDATE longhaul.clean_up SET due_at = now()");
    }
}
