package io.longhaul.common.store.jdbi;

import static io.longhaul.common.store.jdbi.Runs.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Leaving;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.common.store.RunSearch.Overview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunSearchIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final RunSearch search = store.search();
    private final Runs runs = fresh.runs();

    @Test
    void theOverviewHasEveryMigrationInOrderWithItsNewestRun() {
        runs.register("0010_d", "0009_c", "0002_b", "0001_a");
        end(runs.claim(runs.asked(request("0001_a")), Runs.WORKER), RunState.REFUSED);
        Run newest = runs.asked(request("0001_a"));

        List<Overview> overview = search.overview();

        assertThat(overview)
                .extracting(line -> line.registered().migration().value())
                .containsExactly("0001_a", "0002_b", "0009_c", "0010_d");
        assertThat(overview.get(0).run()).contains(newest);
        assertThat(overview.get(0).inState())
                .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofMinutes(1)));
        assertThat(overview.get(1).run()).isEmpty();
        assertThat(overview.get(1).inState()).isEmpty();
        assertThat(overview.get(1).operation()).isEmpty();
        assertThat(overview.get(1).plannedOperations()).isZero();
    }

    @Test
    void theOverviewNamesTheOperationInHand() {
        Hold hold = runs.running("0001_a");
        assertThat(search.overview().get(0).operation()).isEmpty();
        runs.attempt(hold, 1, 0);
        runs.attempt(hold, 2, 0);

        Overview line = search.overview().get(0);

        assertThat(line.operation()).contains("exchange");
        assertThat(line.plannedOperations()).isEqualTo(2);
    }

    @Test
    void theDetailsOfAQueuedRunAreFew() {
        Run run = runs.queued("0001_a");

        Details details = details(run.id());

        assertThat(details.run()).isEqualTo(run);
        assertThat(details.registered())
                .isEqualTo(search.registered(run.migration()).orElseThrow());
        assertThat(details.sinceBeat()).isEmpty();
        assertThat(details.host()).isEmpty();
        assertThat(details.plan()).isEmpty();
        assertThat(details.last()).isEmpty();
        assertThat(details.errors()).isEmpty();
        assertThat(details.earlier()).isEmpty();
    }

    @Test
    void theDetailsOfAStartingRunSayWhoHasIt() {
        Hold hold = runs.claimed("0001_a");

        Details details = details(hold.run());

        assertThat(details.run().state()).isEqualTo(RunState.STARTING);
        assertThat(details.host()).contains("db2");
        assertThat(details.sinceBeat()).isPresent();
    }

    @Test
    void theDetailsOfARunningRunSayWhatItDoes() {
        Hold hold = runs.running("0001_a");
        long done = runs.attempt(hold, 1, 0);
        store.journal().conclude(hold, done, Attempt.Result.DONE, 10, Optional.empty());
        long last = runs.attempt(hold, 2, 0);

        Details details = details(hold.run());

        assertThat(details.plan())
                .map(Plan::operations)
                .hasValueSatisfying(o -> assertThat(o).hasSize(2));
        assertThat(details.last()).map(Attempt::id).contains(last);
    }

    @Test
    void theDetailsOfAFailedRunHaveItsErrorsOldestFirst() {
        Hold hold = runs.running("0001_a");
        Failure first = new Failure("clickhouse", "241", "memory");
        Failure second = new Failure("longhaul", "spent", "no attempts left");
        long attempt = runs.attempt(hold, 1, 0);
        store.journal().conclude(hold, attempt, Attempt.Result.FAILED, 0, Optional.of(first));
        store.runs().leave(hold, new Leaving.Ended(RunState.FAILED, Optional.of("memory"), List.of(second)));

        List<RunSearch.RunError> errors = details(hold.run()).errors();

        assertThat(errors).extracting(RunSearch.RunError::failure).containsExactly(first, second);
        assertThat(errors).extracting(RunSearch.RunError::operation).containsExactly(Optional.of(1), Optional.empty());
        assertThat(errors.get(1).query()).isEmpty();
    }

    @Test
    void anErrorHasTheNumberOfItsAttemptOverAllEpochsAndWhetherItPassed() {
        Failure memory = new Failure("clickhouse", "241", "memory");
        Failure noTable = new Failure("clickhouse", "60", "no such table");
        Hold first = runs.running("0001_a");
        store.journal().conclude(first, runs.attempt(first, 1, 0), Attempt.Result.DONE, 10, Optional.empty());
        assertThat(store.journal().retry(first, runs.attempt(first, 2, 0), memory, Duration.ofMillis(1500)))
                .isTrue();
        runs.takeOver(first.run());
        Run again = store.runs().find(first.run()).orElseThrow();
        Hold second = runs.claim(again, new WorkerId("w-2"));
        store.runs().begin(second, Runs.plan(Runs.definition("0001_a", "0001_a")), Direction.FORWARD);
        long last = runs.attempt(second, 2, 0);
        store.journal().conclude(second, last, Attempt.Result.FAILED, 0, Optional.of(noTable));

        List<RunSearch.RunError> errors = details(first.run()).errors();

        assertThat(errors).extracting(RunSearch.RunError::attempt).containsExactly(Optional.of(1), Optional.of(2));
        assertThat(errors)
                .extracting(RunSearch.RunError::retriedAfter)
                .containsExactly(Optional.of(Duration.ofMillis(1500)), Optional.empty());
        assertThat(errors).extracting(RunSearch.RunError::epoch).containsExactly(1L, 3L);
        assertThat(errors).extracting(RunSearch.RunError::failure).containsExactly(memory, noTable);
    }

    @Test
    void theDetailsOfATakenOverRunStillHaveItsJournal() {
        Hold hold = runs.running("0001_a");
        runs.attempt(hold, 1, 0);
        runs.takeOver(hold.run());

        Details details = details(hold.run());

        assertThat(details.run().state()).isEqualTo(RunState.QUEUED);
        assertThat(details.host()).isEmpty();
        assertThat(details.last()).isPresent();
        assertThat(details.plan()).isPresent();
    }

    @Test
    void theRunsBeforeItAreNamedNewestFirstTenAtMost() {
        runs.register("0001_a");
        List<RunId> asked = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Run run = runs.asked(request("0001_a"));
            asked.add(0, run.id());
            end(runs.claim(run, Runs.WORKER), RunState.REFUSED);
        }

        assertThat(details(asked.get(0)).earlier()).containsExactlyElementsOf(asked.subList(1, 11));
        assertThat(details(asked.get(11)).earlier()).isEmpty();
        assertThat(search.newest(new MigrationId("0001_a"))).contains(asked.get(0));
        assertThat(search.newest(new MigrationId("0002_b"))).isEmpty();
        assertThat(search.runs("")).containsExactlyElementsOf(asked.subList(0, 10));
    }

    @Test
    void aRunThatDoesNotExistHasNoDetails() {
        assertThat(search.details(RunId.random())).isEmpty();
    }

    @Test
    void aMigrationIsFoundByAnyPrefixAndAnExactIdIsTheOnlyOne() {
        runs.register("0007_events", "0007_events_key", "0070_x", "a.b_c");

        assertThat(search.migrations("0007")).hasToString("[0007_events, 0007_events_key]");
        assertThat(search.migrations("0007_events")).hasToString("[0007_events]");
        assertThat(search.migrations("0007_events_")).hasToString("[0007_events_key]");
        assertThat(search.migrations("")).hasSize(4);
        assertThat(search.migrations("%")).isEmpty();
        assertThat(search.migrations("000__")).isEmpty();
    }

    @Test
    void aRunIsFoundByThePrefixOfItsIdInEitherCase() {
        Run run = runs.queued("0001_a");
        runs.queued("0002_b");

        assertThat(search.runs(run.id().brief())).containsExactly(run.id());
        assertThat(search.runs(run.id().toString().toUpperCase(Locale.ROOT))).containsExactly(run.id());
        assertThat(search.runs("no such run")).isEmpty();
        assertThat(search.runs("%")).isEmpty();
    }

    private Details details(RunId run) {
        return search.details(run).orElseThrow();
    }

    private void end(Hold hold, RunState state) {
        assertThat(store.runs().leave(hold, Leaving.Ended.in(state))).isTrue();
    }
}
