package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoiceTest {

    private static final RunId OLDER = RunId.parse("8f000000-0b7e-4c1e-9d55-2a41c7e90b13");

    @AutoClose
    private final Cli cli = new Cli();

    ChoiceTest() {
        cli.search.registered.add(Found.registered("0008_sessions_engine"));
        cli.search.registered.add(Found.registered("0070_other"));
        cli.found(Found.details(Runs.run(RunState.RUNNING, Runs.HALFWAY)));
        cli.found(Found.details(Runs.run(
                OLDER, Runs.SORTING_KEY, RunState.REFUSED, Progress.NONE, Optional.empty(), Duration.ofDays(3))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0007_events_sorting_key", "0007", "0007_e", "7", "07"})
    void anyUniqueBeginningWillDo(String id) {
        assertThat(cli.run("show " + id)).isZero();
        assertThat(cli.out()).startsWith("0007_events_sorting_key   RUNNING").contains("pause " + id);
    }

    @Test
    void anAmbiguousBeginningListsWhatItMayBe() {
        assertThat(cli.run("show 000")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("longhaul: '000' may be\n  0007_events_sorting_key\n  0008_sessions_engine\n");
    }

    @Test
    void anUnknownOneListsWhatThereIs() {
        assertThat(cli.run("run 1234")).isEqualTo(3);
        assertThat(cli.err()).isEqualTo("""
                        longhaul: There is no migration that begins with '1234'. There are
                          0007_events_sorting_key
                          0008_sessions_engine
                          0070_other
                        """);
    }

    @Test
    void beforeAnyWorkerThereIsNoMigration() {
        cli.search.registered.clear();

        assertThat(cli.run("show x")).isEqualTo(3);
        assertThat(cli.err()).contains("There is no migration yet: a worker brings them along");
    }

    @Test
    void anOlderRunIsFoundByItsBeginning() {
        assertThat(cli.run("show 0007 --run 8f00")).isZero();
        assertThat(cli.out()).contains("REFUSED").contains("run 8f000000");
    }

    @Test
    void aRunAloneIsEnough() {
        assertThat(cli.run("show --run 8f41c2d6")).isZero();
        assertThat(cli.out()).startsWith("0007_events_sorting_key   RUNNING").contains("pause 0007_events_sorting_key");
    }

    @Test
    void anAmbiguousRunListsWhatItMayBe() {
        assertThat(cli.run("watch 0007 --run 8f")).isEqualTo(3);
        assertThat(cli.err())
                .contains("'8f' may be\n  8f41c2d6-0b7e-4c1e-9d55-2a41c7e90b13  0007_events_sorting_key, running\n");
    }

    @Test
    void aRunOfAnotherMigrationIsNotFound() {
        assertThat(cli.run("show 0008 --run 8f41")).isEqualTo(3);
        assertThat(cli.err()).contains("There is no run of 0008_sessions_engine that begins with '8f41'.");
    }

    @Test
    void aMigrationThatNeverRanIsShownButNotWatched() {
        assertThat(cli.run("show 0008")).isZero();
        assertThat(cli.out()).contains("NEVER RUN").contains("you can    run 0008");
        assertThat(cli.run("watch 0008")).isEqualTo(3);
        assertThat(cli.err()).contains("Begin with: longhaul run 0008");
    }

    @Test
    void thePlanIsShownOnRequest() {
        cli.run("show " + new MigrationId("0007_events_sorting_key") + " --plan");

        assertThat(cli.out()).contains("EXCHANGE TABLES").contains("back  DROP TABLE events_new");
    }
}
