package io.longhaul.common.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.gate.Blocker.Kind;
import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.Progress;
import io.longhaul.common.run.Run;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.run.Wish;
import io.longhaul.common.store.RunSearch.Overview;
import io.longhaul.common.store.RunSearch.Registered;
import io.longhaul.common.store.RunSearch.Terms;
import io.longhaul.common.store.Shipping;
import io.longhaul.common.version.Version;
import io.longhaul.common.version.VersionRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {

    private static final VersionRange UNTIL_1_47 = range("1.45.0", "1.47.9");
    private static final Shipping SHIPPED = new Shipping(true, Set.of(new Checksum("c0ffee")));
    private static final Shipping RETIRED = new Shipping(true, Set.of());
    private static final Shipping NO_WORKER = new Shipping(false, Set.of());

    private final List<Overview> all = new ArrayList<>();
    private Optional<Version> application = Optional.of(new Version("1.46.2"));

    @Test
    void whereNothingIsRegisteredNothingBlocks() {
        assertThat(to("1.48.0").isOpen()).isTrue();
        assertThat(to("1.48.0").gravest()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.47.9, true", "1.48.0-rc.1, false", "1.48.0, false", "1.100.0, false", "1.9.0, true", "1.45.0, true"})
    void aMigrationThatNeverRanBlocksWhatFollowsItsRange(String version, boolean open) {
        never("0007_x", UNTIL_1_47);

        assertThat(to(version).isOpen()).isEqualTo(open);
    }

    @Test
    void aRangeWithoutAnEndNeverBlocks() {
        never("0007_x", new VersionRange(Optional.of(new Version("1.45.0")), Optional.empty()));
        never("0008_x", VersionRange.ANY);

        assertThat(to("9.0.0").isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void onlyWhatIsDoneLetsTheUpgradePass(RunState state) {
        ran("0007_x", UNTIL_1_47, state);

        assertThat(to("1.48.0").isOpen()).isEqualTo(state.countsAsDone());
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void aRunThatIsNotOverBlocksWhateverItsRange(RunState state) {
        ran("0007_x", VersionRange.ANY, state);

        assertThat(to("1.48.0").isOpen()).isEqualTo(state.isOver());
    }

    @ParameterizedTest
    @CsvSource({
        "QUEUED, RUNNING, longhaul watch 0007_x",
        "STARTING, RUNNING, longhaul watch 0007_x",
        "RUNNING, RUNNING, longhaul watch 0007_x",
        "ROLLING_BACK, RUNNING, longhaul watch 0007_x",
        "PAUSED, PENDING, longhaul resume 0007_x",
        "FAILED, FAILED, longhaul resume 0007_x",
        "ROLLBACK_FAILED, FAILED, longhaul resume 0007_x",
        "ROLLED_BACK, PENDING, longhaul run 0007_x",
        "REFUSED, PENDING, longhaul run 0007_x",
        "CANCELLED, PENDING, longhaul run 0007_x"
    })
    void whatFinishesARunIsSaidToTheLetter(RunState state, Kind kind, String command) {
        ran("0007_x", UNTIL_1_47, state);

        Blocker blocker = to("1.48.0").blockers().get(0);

        assertThat(blocker.kind()).isEqualTo(kind);
        assertThat(blocker.command()).isEqualTo(command);
        assertThat(blocker.state()).contains(state);
    }

    @Test
    void failedBeatsRunningBeatsPending() {
        never("0001_x", UNTIL_1_47);
        assertThat(to("1.48.0").gravest()).contains(Kind.PENDING);
        ran("0002_x", UNTIL_1_47, RunState.RUNNING);
        assertThat(to("1.48.0").gravest()).contains(Kind.RUNNING);
        ran("0003_x", UNTIL_1_47, RunState.FAILED);
        assertThat(to("1.48.0").gravest()).contains(Kind.FAILED);
    }

    @Test
    void whatMustComeFirstIsShownFirstWhateverItsRange() {
        add("0001_last", UNTIL_1_47, List.of("0009_first", "0003_done"), Optional.empty(), SHIPPED);
        ran("0003_done", UNTIL_1_47, RunState.SUCCEEDED);
        add("0009_first", VersionRange.ANY, List.of("0008_very_first", "0000_gone"), Optional.empty(), SHIPPED);
        never("0008_very_first", VersionRange.ANY);
        never("0010_free", VersionRange.ANY);

        assertThat(to("1.48.0").blockers())
                .extracting(blocker -> blocker.migration() + ": " + blocker.why())
                .containsExactly(
                        "0008_very_first: 0009_first comes after it",
                        "0009_first: 0001_last comes after it",
                        "0001_last: due before 1.48.0");
    }

    @Test
    void aCircleInWhatIsStoredIsNoTrap() {
        add("0001_a", UNTIL_1_47, List.of("0002_b"), Optional.empty(), SHIPPED);
        add("0002_b", UNTIL_1_47, List.of("0001_a"), Optional.empty(), SHIPPED);

        assertThat(to("1.48.0").blockers()).hasSize(2);
    }

    @Test
    void whatIsForLaterVersionsIsListedAndDoesNotBlock() {
        never("0010_x", range("1.49.0", "1.50.0"));

        GateReport report = to("1.48.0");

        assertThat(report.isOpen()).isTrue();
        assertThat(report.future())
                .containsExactly(
                        new GateReport.Future(new MigrationId("0010_x"), "About 0010_x", new Version("1.49.0")));
        assertThat(to("1.49.0").future()).isEmpty();
    }

    @Test
    void anUpgradeThatLeapsOverARangeIsToldWhichVersionItNeedsBetween() {
        never("0010_x", range("1.49.0", "1.50.0"));

        assertThat(to("1.51.0").blockers().get(0).why())
                .isEqualTo("due before 1.51.0; needs app 1.49.0, this is 1.46.2");
    }

    @Test
    void aMigrationThatItsAuthorWithdrewDoesNotBlock() {
        add("0007_x", UNTIL_1_47, List.of(), Optional.empty(), RETIRED);

        assertThat(to("1.48.0").isOpen()).isTrue();
    }

    @Test
    void aMigrationThatIsNotShippedBecauseTheApplicationIsPastItBlocks() {
        add("0007_x", UNTIL_1_47, List.of(), Optional.empty(), RETIRED);
        for (Optional<Version> now : List.of(Optional.<Version>empty(), Optional.of(new Version("1.48.0")))) {
            application = now;

            Blocker blocker = to("1.48.0").blockers().get(0);

            assertThat(blocker.why()).isEqualTo("due before 1.48.0; no worker ships it any more");
            assertThat(blocker.command()).isEqualTo("longhaul mark-done 0007_x --reason WHY");
        }
    }

    @Test
    void aMigrationThatWorkersDoNotShipYetAfterADowngradeBlocks() {
        application = Optional.of(new Version("1.44.0"));
        add("0007_x", UNTIL_1_47, List.of(), Optional.empty(), RETIRED);

        Blocker blocker = to("1.48.0").blockers().get(0);

        assertThat(blocker.why()).isEqualTo("due before 1.48.0; needs app 1.45.0, this is 1.44.0");
        assertThat(blocker.command()).isEqualTo("longhaul run 0007_x");
    }

    @Test
    void aRunOfARetiredMigrationThatIsNotOverBlocks() {
        add("0007_x", VersionRange.ANY, List.of(), Optional.of(RunState.FAILED), RETIRED);

        assertThat(to("1.48.0").gravest()).contains(Kind.FAILED);
    }

    @Test
    void withNoWorkerUpTheAnswerIsTheSame() {
        application = Optional.empty();
        add("0007_x", UNTIL_1_47, List.of(), Optional.empty(), NO_WORKER);
        add("0008_x", UNTIL_1_47, List.of(), Optional.of(RunState.NOT_REQUIRED), NO_WORKER);

        assertThat(to("1.48.0").blockers()).extracting(Blocker::command).containsExactly("longhaul run 0007_x");
    }

    private GateReport to(String version) {
        return Gate.look(all, application, new Version(version));
    }

    private void never(String id, VersionRange versions) {
        add(id, versions, List.of(), Optional.empty(), SHIPPED);
    }

    private void ran(String id, VersionRange versions, RunState state) {
        add(id, versions, List.of(), Optional.of(state), SHIPPED);
    }

    private void add(
            String id, VersionRange versions, List<String> after, Optional<RunState> state, Shipping shipping) {
        Terms terms = new Terms(versions, after.stream().map(MigrationId::new).toList(), Optional.empty());
        Registered registered = new Registered(new MigrationId(id), "About " + id, "", List.of(), terms, shipping);
        all.add(new Overview(
                registered,
                state.map(in -> run(id, in)),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    private static Run run(String id, RunState state) {
        return new Run(
                new RunId(new UUID(7, 7)),
                new MigrationId(id),
                new Checksum("c0ffee"),
                state,
                Direction.FORWARD,
                Wish.RUN,
                new Epoch(1),
                1,
                1,
                Optional.empty(),
                Map.of(),
                "alice",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Progress.NONE);
    }

    private static VersionRange range(String from, String through) {
        return new VersionRange(Optional.of(new Version(from)), Optional.of(new Version(through)));
    }
}
