package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.claimant;
import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Claim;
import io.longhaul.common.store.Leaving;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class ClaimRaceIT {

    private static final int ROUNDS = 200;
    private static final WorkerId ONE = new WorkerId("w-1");
    private static final WorkerId TWO = new WorkerId("w-2");

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void ofTwoWorkersThatRaceForOneRunOneGetsIt() throws Exception {
        runs.register("0001_a");
        try (AtOnce atOnce = new AtOnce()) {
            for (int round = 0; round < ROUNDS; round++) {
                Run run = runs.asked(request("0001_a"));

                List<Claim> answers = atOnce.all(List.of(() -> claim(run, ONE), () -> claim(run, TWO)));

                assertThat(kinds(answers)).as("round %d", round).isEqualTo("Claimed Stale");
                refuse(answers);
            }
        }
    }

    @Test
    void ofTwoWorkersThatRaceForTwoRunsOneGetsTheSlot() throws Exception {
        runs.register("0001_a", "0002_b");
        try (AtOnce atOnce = new AtOnce()) {
            Run a = runs.asked(request("0001_a"));
            Run b = runs.asked(request("0002_b"));
            for (int round = 0; round < ROUNDS; round++) {
                Run mine = a;
                Run yours = b;

                List<Claim> answers = atOnce.all(List.of(() -> claim(mine, ONE), () -> claim(yours, TWO)));

                assertThat(kinds(answers)).as("round %d", round).isEqualTo("Busy Claimed");
                refuse(answers);
                a = again(a);
                b = again(b);
            }
        }
    }

    @Test
    void workersThatComeAndGoNeverHaveTwoRunsInHand() throws Exception {
        runs.register("0001_a", "0002_b");
        fresh.sql().useHandle(handle -> handle.execute("CREATE TABLE holders (n int)"));
        fresh.sql().useHandle(handle -> handle.execute("""
                CREATE FUNCTION count_holders() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    INSERT INTO holders SELECT count(*) FROM run WHERE slot IS NOT NULL; RETURN NULL; END $$"""));
        fresh.sql()
                .useHandle(handle -> handle.execute(
                        "CREATE TRIGGER count_holders AFTER UPDATE ON run EXECUTE FUNCTION count_holders()"));
        try (AtOnce atOnce = new AtOnce()) {
            List<Integer> ended = atOnce.all(List.of(
                    () -> work("0001_a", ONE), () -> work("0002_b", TWO), () -> work("0002_b", new WorkerId("w-3"))));

            assertThat(ended.stream().mapToInt(n -> n).sum()).isPositive();
            int most = fresh.sql()
                    .withHandle(handle -> handle.select("SELECT max(n) FROM holders")
                            .mapTo(Integer.class)
                            .one());
            assertThat(most).isEqualTo(1);
        } finally {
            fresh.sql().useHandle(handle -> handle.execute("DROP TRIGGER count_holders ON run"));
        }
    }

    /** Asks, claims and ends until it has had the slot a few times; a busy slot is tried again. */
    private int work(String migration, WorkerId worker) {
        int ended = 0;
        for (int round = 0; round < ROUNDS; round++) {
            store.runs().enqueue(request(migration));
            Run run = store.search()
                    .newest(request(migration).migration())
                    .flatMap(store.runs()::find)
                    .orElseThrow();
            if (claim(run, worker) instanceof Claim.Claimed claimed
                    && store.runs().leave(claimed.hold(), Leaving.Ended.in(RunState.REFUSED))) {
                ended++;
            }
        }
        return ended;
    }

    private Claim claim(Run run, WorkerId worker) {
        return store.runs().claim(run.id(), run.dispatch(), claimant(worker, run));
    }

    private Run again(Run run) {
        Run now = store.runs().find(run.id()).orElseThrow();
        return now.state().isOver() ? runs.asked(request(run.migration().value())) : now;
    }

    private void refuse(List<Claim> answers) {
        for (Claim answer : answers) {
            if (answer instanceof Claim.Claimed claimed) {
                Hold hold = claimed.hold();
                assertThat(store.runs().leave(hold, Leaving.Ended.in(RunState.REFUSED)))
                        .isTrue();
            }
        }
    }

    private static String kinds(List<Claim> answers) {
        return answers.stream()
                .map(answer -> answer.getClass().getSimpleName())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
