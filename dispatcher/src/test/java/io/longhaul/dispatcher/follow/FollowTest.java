package io.longhaul.dispatcher.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.RunSearch.Details;
import io.longhaul.dispatcher.fixture.FakeSearch;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowTest {

    private static final Details QUEUED = Found.details(Runs.run(RunState.QUEUED, Progress.NONE));
    private static final Details RUNNING = Found.details(Runs.run(RunState.RUNNING, Runs.HALFWAY));
    private static final Details SUCCEEDED =
            Found.details(Runs.run(RunState.SUCCEEDED, new Progress(1, 20, 20, 0, Optional.empty())));

    private final FakeSearch search = new FakeSearch();
    private final List<String> lines = new ArrayList<>();

    private Follow follow(Onlooker onlooker) {
        return new Follow(search, Runs.ID, onlooker);
    }

    private Lines prose() {
        return new Lines(lines::add, ZoneId.of("Europe/Berlin"));
    }

    @Test
    void anOutageIsToldOnceAndItsEndToo() {
        Follow follow = follow(prose());
        search.runs.add(QUEUED);
        follow.look();

        search.away = true;
        follow.look();
        follow.look();
        search.away = false;
        follow.look();

        assertThat(lines)
                .containsExactly(
                        "04:14:15 queued",
                        "PostgreSQL at db1:5432 cannot be reached; still trying, and the run does not need us.",
                        "PostgreSQL is back.");
    }

    @Test
    void onlyARunThatHasStoppedEndsTheWatch() {
        search.story.addAll(List.of(QUEUED, RUNNING, SUCCEEDED));
        Follow follow = follow(prose());

        assertThat(follow.look()).isEmpty();
        assertThat(follow.look()).isEmpty();
        assertThat(follow.look()).contains(SUCCEEDED);
        assertThat(lines)
                .containsExactly(
                        "04:14:15 queued",
                        "04:14:15 running 41%, 8.20M of 20.0M rows, 212k rows/s, ~6h10m left, copy 202403",
                        "04:14:15 succeeded");
    }

    @Test
    void aRebuildIsToldByItsChunks() {
        prose().see(Found.details(Runs.run(RunState.RUNNING, Runs.rebuilding(Optional.of("waits: too much to do")))));

        assertThat(lines)
                .containsExactly("04:14:15 running 41%, 8.20M of 20.0M rows, 212k rows/s, ~6h10m left,"
                        + " waits: too much to do, copy 202403 · chunk 37/91");
    }

    @Test
    void aRunThatGoesOnIsToldEveryFiveSeconds() {
        Lines prose = prose();

        for (int second = 0; second <= 11; second++) {
            prose.see(later(RUNNING, Duration.ofSeconds(second)));
        }

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).startsWith("04:14:25 running");
    }

    @Test
    void aRunThatWaitsIsToldOnce() {
        Lines prose = prose();

        prose.see(QUEUED);
        prose.see(later(QUEUED, Duration.ofMinutes(10)));

        assertThat(lines).hasSize(1);
    }

    @Test
    void programsGetALineForEachChange() {
        JsonLines json = new JsonLines(lines::add, prose());

        json.see(QUEUED);
        json.see(later(QUEUED, Duration.ofSeconds(1)));
        json.see(RUNNING);

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasLineCount(1).endsWith("}\n"));
        assertThat(lines.get(1)).contains("\"state\":\"RUNNING\"");
    }

    @Test
    void aTerminalGetsOneLineThatIsDrawnAgain() {
        LiveLine live = new LiveLine(lines::add, 100, false);

        live.see(RUNNING);
        live.hear("PostgreSQL is back.");
        live.end();

        assertThat(lines)
                .containsExactly(
                        "\r 41% █████████▉                8.20M of 20.0M rows, 212k rows/s, ~6h10m left, copy 202403\u001b[K",
                        "\rPostgreSQL is back.\u001b[K\n", "\n");
    }

    @Test
    void aNarrowTerminalKeepsTheBar() {
        LiveLine live = new LiveLine(lines::add, 60, false);

        live.see(RUNNING);

        assertThat(lines.get(0)).contains("█████████▉").endsWith("…\u001b[K");
        assertThat(lines.get(0).length()).isLessThanOrEqualTo(60 + "\r\u001b[K".length());
    }

    private static Details later(Details details, Duration by) {
        return new Details(
                details.registered(),
                details.run(),
                details.inState().plus(by),
                details.sinceBeat(),
                details.sinceAsked().plus(by),
                details.host(),
                details.plan(),
                details.last(),
                details.errors(),
                details.earlier(),
                details.backOff(),
                details.doubt(),
                details.stall(),
                details.health(),
                details.deaths(),
                details.kept());
    }
}
