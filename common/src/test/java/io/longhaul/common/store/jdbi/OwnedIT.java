package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Settings;
import io.longhaul.common.store.Takeovers.Owned;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reaper is told of a run in a worker's hand, from which it decides. */
class OwnedIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();
    private final Runs runs = fresh.runs();

    @Test
    void theCrashRuleIsThatOfTheOperationInFlight() {
        Hold hold = runs.claimed("0001_a");
        assertThat(runs.owned().crashRule()).as("before the plan").isEqualTo(CrashRule.RESUME);
        store.runs().begin(hold, plan(), Direction.FORWARD);

        assertThat(runs.owned().crashRule()).as("nothing begun").isEqualTo(CrashRule.ROLLBACK);
        long first = runs.attempt(hold, 1, 0);
        assertThat(runs.owned().crashRule()).as("in the first").isEqualTo(CrashRule.ROLLBACK);
        assertThat(runs.owned().irreversibleDone()).isFalse();
        store.journal().conclude(hold, first, Attempt.Result.DONE, 0, Optional.empty());
        assertThat(runs.owned().crashRule()).as("before the second").isEqualTo(CrashRule.ASK);
        assertThat(runs.owned().irreversibleDone()).isFalse();
        long second = runs.attempt(hold, 2, 0);
        assertThat(runs.owned().crashRule()).as("in the second").isEqualTo(CrashRule.ASK);
        assertThat(runs.owned().irreversibleDone()).as("begun is done").isTrue();
        store.journal().conclude(hold, second, Attempt.Result.DONE, 0, Optional.empty());
        assertThat(runs.owned().crashRule()).as("after the last").isEqualTo(CrashRule.RESUME);
    }

    @Test
    void crashesAreForgottenWhenAnOperationIsDone() {
        Hold hold = runs.running("0001_a");
        runs.reap();
        Hold second = runs.claim(runs.find(hold), new WorkerId("w-2"));
        store.runs().begin(second, plan(), Direction.FORWARD);
        assertThat(runs.owned().crashes()).isEqualTo(1);

        long failed = runs.attempt(second, 1, 0);
        store.journal().conclude(second, failed, Attempt.Result.FAILED, 0, Optional.of(Runs.LOST));
        assertThat(runs.owned().crashes()).isEqualTo(1);
        long done = runs.attempt(second, 2, 0);
        store.journal().conclude(second, done, Attempt.Result.DONE, 0, Optional.empty());
        assertThat(runs.owned().crashes()).isZero();
    }

    /** A staged group begins anew in each epoch: a statement that kills its workers must not be hidden by the first. */
    @Test
    void whatIsDoneAgainAfterACrashIsNoProgress() {
        Hold hold = runs.running("0001_a");
        done(hold, 1);
        for (int crashes = 1; crashes <= 3; crashes++) {
            runs.attempt(hold, 2, 0);
            runs.reap();
            hold = runs.claim(runs.find(hold), new WorkerId("w-2"));
            store.runs().begin(hold, plan(), Direction.FORWARD);
            done(hold, 1);

            assertThat(runs.owned().crashes()).isEqualTo(crashes);
        }
        done(hold, 2);
        assertThat(runs.owned().crashes()).isZero();
    }

    private void done(Hold hold, int operation) {
        long attempt = runs.attempt(hold, operation, 0);
        store.journal().conclude(hold, attempt, Attempt.Result.DONE, 0, Optional.empty());
    }

    @Test
    void settingsOfTheMigrationComeBeforeThoseOfAllAndThoseBeforeTheDefaults() {
        runs.running("0001_a");
        Settings settings = store.settings();
        Optional<MigrationId> migration = Optional.of(new MigrationId("0001_a"));
        assertThat(runs.owned()).matches(Owned::autoResume).matches(Owned::autoRollback);
        assertThat(runs.owned().maxAttempts()).isEqualTo(5);

        settings.set(Optional.empty(), Settings.Name.MAX_ATTEMPTS, "7", "alice");
        settings.set(Optional.empty(), Settings.Name.AUTO_RESUME, "false", "alice");
        settings.set(migration, Settings.Name.MAX_ATTEMPTS, "2", "alice");
        settings.set(Optional.of(new MigrationId("0002_b")), Settings.Name.AUTO_ROLLBACK, "false", "alice");
        assertThat(runs.owned().maxAttempts()).isEqualTo(2);
        assertThat(settings.values(migration))
                .containsEntry(Settings.Name.MAX_ATTEMPTS, "2")
                .containsEntry(Settings.Name.AUTO_RESUME, "false")
                .containsEntry(Settings.Name.AUTO_ROLLBACK, "true")
                .containsEntry(Settings.Name.THROTTLE_QUERIES, "50");
        assertThat(settings.values(Optional.empty())).containsEntry(Settings.Name.MAX_ATTEMPTS, "7");
        assertThat(runs.owned().autoResume()).isFalse();
        assertThat(runs.owned().autoRollback()).isTrue();
        assertThat(settings.all())
                .extracting(
                        setting -> setting.migration().map(MigrationId::value).orElse("") + " "
                                + setting.name().word() + " " + setting.value().orElse("unset"))
                .containsExactly(
                        " auto-resume false", " max-attempts 7", "0001_a max-attempts 2", "0002_b auto-rollback false");

        settings.unset(migration, Settings.Name.MAX_ATTEMPTS, "bob");
        assertThat(runs.owned().maxAttempts()).isEqualTo(7);
        assertThat(settings.value(migration.get(), Settings.Name.MAX_ATTEMPTS)).isEqualTo("7");
        assertThat(settings.all())
                .filteredOn(setting -> setting.value().isEmpty())
                .singleElement()
                .matches(setting ->
                        setting.changedBy().equals("bob") && setting.migration().equals(migration));

        settings.unset(migration, Settings.Name.MAX_ATTEMPTS, "carol");
        settings.unset(migration, Settings.Name.AUTO_RESUME, "carol");
        assertThat(settings.all())
                .as("taken back is taken back, and what was never set cannot be")
                .extracting(Settings.Setting::changedBy)
                .containsOnlyOnce("bob")
                .doesNotContain("carol");
    }

    private static Plan plan() {
        Definition definition = Runs.definition("0001_a", "0001_a");
        return new Plan(
                definition.migration().id(),
                definition.checksum(),
                List.of(planned(1, CrashRule.ROLLBACK, false), planned(2, CrashRule.ASK, true)));
    }

    private static PlannedOperation planned(int index, CrashRule rule, boolean irreversible) {
        return new PlannedOperation(
                index,
                "op " + index,
                Engine.CLICKHOUSE,
                "SELECT 1",
                Map.of(),
                List.of(),
                Optional.empty(),
                0,
                new Handling(rule, irreversible, Optional.empty(), Optional.empty()));
    }
}
