package io.longhaul.dispatcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.version.Version;
import io.longhaul.dispatcher.fixture.Cli;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateCommandTest {

    private final Cli cli = new Cli();

    @BeforeEach
    void begin() {
        cli.search.registered.clear();
        cli.search.application = Optional.of(new Version("1.46.2"));
    }

    @AfterEach
    void end() {
        cli.close();
    }

    @Test
    void whereNothingBlocksItSaysSoAndEndsWithZero() {
        add(Found.on(line("0006_persons_on_events", RunState.NOT_REQUIRED), "1.45.0", "1.47.9"));

        assertThat(cli.run("gate --to 1.48.0")).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualTo("Go: nothing blocks an upgrade to 1.48.0.\n");
    }

    @Test
    void eachCodeHasItsOwnReasonAndTheGravestCounts() {
        add(Found.on(Found.never("0001_a"), "1.45.0", "1.47.9"));
        assertThat(cli.run("gate --to 1.48.0")).isEqualTo(10);
        add(line("0002_b", RunState.RUNNING));
        assertThat(cli.run("gate --to 1.48.0")).isEqualTo(11);
        add(line("0003_c", RunState.FAILED));
        assertThat(cli.run("gate --to 1.48.0")).isEqualTo(12);
    }

    @Test
    void whatBlocksIsShownInTheOrderInWhichItCanBeFinished() {
        fill();

        assertThat(cli.run("gate --to 1.48.0")).isEqualTo(12);
        Golden.assertMatches("gate.txt", cli.out());
        assertThat(cli.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(cli.err())
                .isEqualTo("Not yet to 1.48.0: 3 to be run or resumed, 1 under way, 1 failed."
                        + " Finish them in this order, then ask again.\n");
    }

    @Test
    void programsReadTheSame() {
        fill();

        assertThat(cli.run("gate --to 1.48.0 --output json")).isEqualTo(12);
        Golden.assertMatches("gate.json", cli.out());
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate", "gate --to", "gate --to 1.48", "gate --to next", "gate 1.48.0"})
    void aVersionThatIsNoneIsAMistake(String line) {
        assertThat(cli.run(line)).isEqualTo(2);
        assertThat(cli.err()).startsWith("longhaul: ").hasLineCount(2).endsWith("See: longhaul gate --help\n");
    }

    @Test
    void aStoreThatIsAwayIsNeitherGoNorBlocked() {
        cli.search.away = true;

        assertThat(cli.run("gate --to 1.48.0")).isEqualTo(4);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains("cannot be reached");
    }

    private void fill() {
        add(Found.on(line("0006_persons_on_events", RunState.RUNNING), "1.45.0", "1.47.9"));
        add(Found.on(Found.never("0007_events_sorting_key"), "1.45.0", "1.47.9", "0009_minmax_indexes"));
        add(Found.on(Found.never("0008_sessions_engine"), "1.47.0", "1.47.9"));
        add(Found.on(Found.never("0009_minmax_indexes"), "1.46.0", "1.60.0"));
        add(Found.on(Found.never("0010_move_old_partitions"), "1.49.0", "1.50.0"));
        add(line("0011_broken", RunState.FAILED));
        add(line("0012_fine", RunState.SUCCEEDED));
    }

    private void add(Overview line) {
        cli.search.overview.add(line);
        cli.search.registered.add(line.registered());
    }

    private static Overview line(String id, RunState state) {
        RunId run = new RunId(new UUID(0x8f41c2d600000000L, id.hashCode()));
        return Found.line(
                id,
                Runs.run(run, new MigrationId(id), state, Progress.NONE, Optional.empty(), Duration.ofMinutes(1)),
                Duration.ofMinutes(1));
    }
}
