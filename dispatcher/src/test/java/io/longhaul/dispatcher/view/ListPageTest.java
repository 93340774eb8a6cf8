package io.longhaul.dispatcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Presence.Health;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.Presence.Member;
import io.longhaul.common.store.Presence.Service;
import io.longhaul.common.store.RunSearch.Kept;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.common.store.RunSearch.Vitals;
import io.longhaul.common.store.Shipping;
import io.longhaul.common.version.Version;
import io.longhaul.dispatcher.fixture.Found;
import io.longhaul.dispatcher.fixture.Golden;
import io.longhaul.dispatcher.fixture.Runs;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListPageTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    static final List<Overview> ALL = List.of(
            line("0001_a_run_that_waits", RunState.QUEUED, Progress.NONE, "", Duration.ofMinutes(3)),
            line("0002_one_that_starts", RunState.STARTING, Progress.NONE, "waits for the lock", Duration.ofSeconds(4)),
            line(
                    "0006_persons_on_events",
                    RunState.NOT_REQUIRED,
                    Progress.NONE,
                    "column person_id is there already",
                    Duration.ofDays(11)),
            line("0007_events_sorting_key", RunState.RUNNING, Runs.HALFWAY, "", Duration.ofMinutes(124)),
            Found.never("0008_sessions_engine"),
            line(
                    "0009_minmax_indexes",
                    RunState.FAILED,
                    new Progress(0.1299, 10, 0, 0, Optional.empty()),
                    "disk full on ch2",
                    Duration.ofMinutes(11)),
            line("0010_old_partitions", RunState.REFUSED, Progress.NONE, "free disk 3 GiB", Duration.ofHours(30)),
            line(
                    "0011_done",
                    RunState.SUCCEEDED,
                    new Progress(1, 20_000_000, 20_000_000, 0, Optional.empty()),
                    "",
                    Duration.ofDays(3)),
            line("0012_went_back", RunState.ROLLED_BACK, Progress.NONE, "", Duration.ofDays(200)),
            line("0013_called_off", RunState.CANCELLED, Progress.NONE, "stopped by bob", Duration.ofDays(2)));

    private static Overview line(String id, RunState state, Progress progress, String reason, Duration inState) {
        Optional<String> why = reason.isEmpty() ? Optional.empty() : Optional.of(reason);
        RunId run = new RunId(new UUID(0x8f41c2d600000000L, id.hashCode()));
        return Found.line(id, Runs.run(run, new MigrationId(id), state, progress, why, inState), inState);
    }

    static String page(List<Overview> overview, Vitals vitals) {
        ListPage page = new ListPage(overview, Retirement.withoutRetired(overview), vitals, ZONE);
        return page.table(120, false) + page.footer() + "\n";
    }

    @Test
    void aRebuildSaysFirstWhatHoldsItBack() {
        Overview held = line(
                "0007_events_sorting_key",
                RunState.RUNNING,
                Runs.rebuilding(Optional.of("waits: throttle-query answers 0")),
                "",
                Duration.ofMinutes(124));
        Overview free = line(
                "0008_sessions_engine",
                RunState.RUNNING,
                Runs.rebuilding(Optional.empty()),
                "",
                Duration.ofMinutes(124));

        List<Overview> all = List.of(held, free);

        assertThat(new ListPage(all, all, Found.vitals(), ZONE).table(160, false))
                .contains(" waits: throttle-query answers 0, copy 202403, chunk 37/91, 212k rows/s\n")
                .contains(" copy 202403, chunk 37/91, 212k rows/s\n");
    }

    @Test
    void everyStateHasItsLine() {
        Golden.assertMatches("list.txt", page(ALL, Found.vitals()));
    }

    @Test
    void anOldTableIsAnnouncedBeforeItIsDropped() {
        Overview done = Found.keeping(ALL.get(7), Found.KEPT);

        assertThat(page(List.of(done), Found.vitals()))
                .containsPattern("old table is dropped on \\d+ \\w+ \\d\\d:\\d\\d; took ");
        assertThat(Json.document(ListView.of(List.of(done), List.of(done), Found.vitals())))
                .contains("\"table\" : \"events__lh_old_20260317_8f41c2d6_1\"", "\"trouble\" : null");
    }

    @Test
    void anOldTableThatCannotBeDroppedSaysWhy() {
        Kept stuck = new Kept(
                Found.KEPT.kind(),
                Found.KEPT.table(),
                Found.KEPT.run(),
                Found.KEPT.until(),
                Optional.of("clickhouse 497: not allowed"));

        assertThat(page(List.of(Found.keeping(ALL.get(7), stuck)), Found.vitals()))
                .contains("old table cannot be dropped (clickhouse 497: not allowed)");
    }

    @Test
    void mergesThatAreOffAreSaidWithWhyTheyStaySo() {
        Overview failed = ALL.stream()
                .filter(line ->
                        line.run().filter(run -> run.state() == RunState.FAILED).isPresent())
                .findFirst()
                .orElseThrow();
        Overview off = Found.keeping(failed, Found.MERGES_OFF);

        assertThat(new ListPage(List.of(off), List.of(off), Found.vitals(), ZONE).table(160, false))
                .contains("; merges of events are off ");
        assertThat(Json.document(ListView.of(List.of(off), List.of(off), Found.vitals())))
                .contains("\"keptTable\" : null", "\"mergesOff\" : {", "\"table\" : \"events\"");
        Kept stuck = new Kept(
                Found.MERGES_OFF.kind(), "events", Found.KEPT.run(), Found.KEPT.until(), Optional.of("last rows"));
        List<Overview> all = List.of(Found.keeping(failed, stuck));
        assertThat(new ListPage(all, all, Found.vitals(), ZONE).table(160, false))
                .contains("; merges of events are still off (last rows) ");
    }

    @Test
    void anOldTableKeepsItsMigrationInSightThoughNobodyShipsItAnyMore() {
        Overview retired = Found.shipping(ALL.get(7), new Shipping(true, Set.of()));

        assertThat(page(List.of(retired), Found.vitals())).doesNotContain("0011_done");
        assertThat(page(List.of(Found.keeping(retired, Found.KEPT)), Found.vitals()))
                .contains("0011_done")
                .contains("old table is dropped on");
    }

    @Test
    void theListIsJsonForPrograms() {
        Golden.assertMatches("list.json", Json.document(ListView.of(ALL, ALL.subList(3, 5), Found.vitals())));
    }

    @Test
    void aQueuedRunSaysThatThereIsNoWorker() {
        assertThat(page(ALL.subList(0, 1), new Vitals(List.of(), 1)))
                .contains("waits for a worker; none is up")
                .endsWith("0 running · 1 queued · no worker · reaper not seen · rabbitmq not known"
                        + " · redis not known · outbox 1\n");
    }

    @Test
    void theFreshestWordOnAServiceCounts() {
        Seen worker = new Seen(
                new Member("w-7f3", Kind.WORKER, "db2", 1),
                Duration.ofSeconds(2),
                Map.of(Service.RABBITMQ, Health.OK, Service.REDIS, Health.AWAY));
        Seen reaper = new Seen(
                new Member("r-11aa", Kind.REAPER, "db1", 2),
                Duration.ofSeconds(1),
                Map.of(Service.RABBITMQ, Health.AWAY));

        assertThat(page(List.of(), new Vitals(List.of(worker, reaper), 4)))
                .isEqualTo(
                        "0 running · worker w-7f3 beat 2s ago · reaper ok · rabbitmq AWAY · redis AWAY · outbox 4\n");
    }

    @Test
    void aTargetIsNamedOnlyWhereItIsAway() {
        Seen worker = new Seen(
                new Member("w-7f3", Kind.WORKER, "db2", 1),
                Duration.ofSeconds(2),
                Map.of(Service.CLICKHOUSE, Health.OK, Service.TARGET_POSTGRES, Health.AWAY));

        assertThat(page(List.of(), new Vitals(List.of(worker), 0)))
                .endsWith("redis not known · target postgres AWAY · outbox 0\n")
                .doesNotContain("clickhouse");
    }

    private static final Shipping OTHER = new Shipping(true, Set.of(new Checksum("other")));
    private static final Shipping NOBODY_SHIPS = new Shipping(true, Set.of());

    @Test
    void aQueuedRunThatNoWorkerCanCarryOutSaysSo() {
        Overview queued = ALL.get(0);

        assertThat(page(List.of(Found.shipping(queued, OTHER)), Found.vitals()))
                .contains("no worker has 0001 as queued: workers have another version of it");
        assertThat(page(List.of(Found.shipping(queued, NOBODY_SHIPS)), Found.vitals()))
                .contains("0001_a_run_that_waits  queued")
                .contains("no worker has 0001 as queued: none ships it any more");
        assertThat(page(List.of(Found.shipping(queued, new Shipping(false, Set.of()))), new Vitals(List.of(), 0)))
                .contains("waits for a worker; none is up");
    }

    @Test
    void aFailedRunThatNoWorkerCanCarryOutIsNotToBeResumed() {
        assertThat(page(List.of(Found.shipping(ALL.get(5), OTHER)), Found.vitals()))
                .contains("disk full on ch2 → longhaul show 0009")
                .doesNotContain("resume");
    }

    @Test
    void whatNoWorkerShipsAnyMoreIsHiddenUnlessSomethingIsUnfinished() {
        List<Overview> all =
                ALL.stream().map(line -> Found.shipping(line, NOBODY_SHIPS)).toList();

        assertThat(page(all, Found.vitals()))
                .contains("0001_a_run", "0002_one", "0007_events", "0009_minmax")
                .doesNotContain("0006_", "0008_", "0010_", "0011_", "0012_", "0013_")
                .contains(" · 6 retired (--all) · worker");
        assertThat(new ListPage(all, all, Found.vitals(), ZONE).table(120, false))
                .contains("0008_sessions_engine     retired")
                .contains("no worker ships it any more")
                .contains("0011_done                retired   100%")
                .contains("succeeded, took 2h03m, 20.0M rows", "  rolled back\n")
                .doesNotContain("longhaul run");
    }

    @Test
    void withoutAnyWorkerNothingIsRetired() {
        Overview line = Found.shipping(Found.never("0008_sessions"), new Shipping(false, Set.of()));

        assertThat(page(List.of(line), new Vitals(List.of(), 0)))
                .contains("never run")
                .contains("→ longhaul run 0008");
    }

    @Test
    void programsReadWhetherAWorkerHasIt() {
        List<Overview> all =
                List.of(Found.shipping(ALL.get(0), OTHER), Found.shipping(Found.never("0008_x"), NOBODY_SHIPS));

        assertThat(Json.document(ListView.of(all, all, Found.vitals())))
                .containsSubsequence("\"availability\" : \"OTHER_VERSION\"", "\"availability\" : \"RETIRED\"");
    }

    @Test
    void whatCannotBeginYetSaysWhatItWaitsFor() {
        List<Overview> all = List.of(
                ALL.get(3),
                Found.on(Found.never("0008_sessions_engine"), "1.45.0", "1.47.9", "0007_events_sorting_key", "0009_x"),
                // The version is what cannot be helped soonest.
                Found.on(Found.never("0010_move_old_partitions"), "1.49.0", "1.50.0", "0007_events_sorting_key"),
                Found.on(Found.never("0011_missed"), "1.40.0", "1.44.9"),
                Found.on(Found.never("0012_ready"), "1.45.0", "1.47.9", "0013_done"),
                line("0013_done", RunState.NOT_REQUIRED, Progress.NONE, "", Duration.ofDays(3)));
        Vitals vitals = new Vitals(Found.vitals().members(), 0, Optional.of(new Version("1.46.2")));

        Golden.assertMatches("list-waiting.txt", page(all, vitals));
        Golden.assertMatches("list-waiting.json", Json.document(ListView.of(all, all.subList(1, 4), vitals)));
        assertThat(page(all, Found.vitals()))
                .contains("0010_move_old_partitions  blocked", "after 0007 (running)")
                .doesNotContain("future", "too late");
    }

    @Test
    void aRunThatSomebodyVouchedForSaysWhoAndWhy() {
        Overview marked = line(
                "0007_x", RunState.SUCCEEDED, Progress.NONE, "marked done by alice: by hand", Duration.ofMinutes(3));

        assertThat(page(List.of(marked), Found.vitals())).contains("succeeded", "marked done by alice: by hand");
    }

    @Test
    void idsAreShortenedOnlyWhereThatIsUnambiguous() {
        List<Overview> two = List.of(Found.never("0008_sessions"), Found.never("0008_persons"), Found.never("x"));

        assertThat(page(two, Found.vitals()))
                .contains("→ longhaul run 0008_sessions\n", "→ longhaul run 0008_persons\n", "→ longhaul run x\n");
    }
}
