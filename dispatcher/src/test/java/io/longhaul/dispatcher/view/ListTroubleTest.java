package io.longhaul.dispatcher.view;

import static io.longhaul.dispatcher.view.ListPageTest.ALL;
import static io.longhaul.dispatcher.view.ListPageTest.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Stall;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the list says of runs and workers that are in trouble. */
class ListTroubleTest {

    @Test
    void aWorkerThatIsSilentShowsAtItsRunAndBelow() {
        Seen silent = Found.seen("w-7f3", Kind.WORKER, Duration.ofSeconds(40));

        assertThat(page(ALL.subList(3, 4), new Vitals(List.of(silent), 0)))
                .contains("2h04m  worker w-7f3 silent for 40s")
                .contains("1 running · worker w-7f3 silent for 40s · reaper not seen · rabbitmq not known");
    }

    private static Overview troubled(Overview line, Optional<Duration> backOff, Optional<String> doubt) {
        return troubled(line, backOff, doubt, Optional.empty());
    }

    private static Overview troubled(
            Overview line, Optional<Duration> backOff, Optional<String> doubt, Optional<Stall> stall) {
        return new Overview(
                line.registered(),
                line.run(),
                line.inState(),
                line.operation(),
                line.plannedOperations(),
                backOff,
                doubt,
                stall,
                line.kept());
    }

    @Test
    void aRunThatBacksOffSaysWhenItGoesOn() {
        Overview backingOff = troubled(ALL.get(0), Optional.of(Duration.ofMillis(7300)), Optional.empty());

        assertThat(page(List.of(backingOff), Found.vitals())).contains("3m00s  again in 8s");
    }

    @Test
    void aSuspectWorkerShowsAtItsRun() {
        Overview suspect = troubled(ALL.get(3), Optional.empty(), Optional.of("no sign of life in Redis"));

        assertThat(page(List.of(suspect), Found.vitals())).contains("worker suspect: no sign of life in Redis");
    }

    private static Overview stalled(Run run) {
        Overview line = Found.line("0007_events_sorting_key", run, Duration.ofMinutes(124));
        return troubled(line, Optional.empty(), Optional.empty(), Optional.of(Found.STALL));
    }

    @Test
    void aRunThatStandsStillSaysSoAndWhatCanBeDone() {
        List<Overview> all = List.of(ALL.get(0), stalled(Runs.run(RunState.RUNNING, Runs.HALFWAY)), ALL.get(5));

        Golden.assertMatches("list-stalled.txt", page(all, Found.vitals()));
        Golden.assertMatches("list-stalled.json", Json.document(ListView.of(all, all.subList(1, 2), Found.vitals())));
    }

    @Test
    void aStalledRunThatIsAlreadyBeingEndedShowsThat() {
        Run running = Runs.run(RunState.RUNNING, Runs.HALFWAY);
        Run stopping = running.afterBeat(Wish.STOP, 18, Runs.NOW, Runs.HALFWAY);
        Run pausing = running.afterBeat(Wish.PAUSE, 18, Runs.NOW, Runs.HALFWAY);

        assertThat(page(List.of(stalled(stopping)), Found.vitals()))
                .contains("is being stopped")
                .doesNotContain("pause 0007");
        assertThat(page(List.of(stalled(pausing)), Found.vitals()))
                .contains("stalled 12m")
                .contains("→ longhaul pause 0007 --now");
    }

    @Test
    void aStallWhoseWorkerIsSilentIsTheWorkersTrouble() {
        Seen silent = Found.seen("w-7f3", Kind.WORKER, Duration.ofSeconds(40));

        assertThat(page(List.of(stalled(Runs.run(RunState.RUNNING, Runs.HALFWAY))), new Vitals(List.of(silent), 0)))
                .contains("worker w-7f3 silent for 40s")
                .doesNotContain("pause 0007");
    }
}
