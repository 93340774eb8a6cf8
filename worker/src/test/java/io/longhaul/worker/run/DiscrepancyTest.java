package io.longhaul.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Attempt.Result;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Epoch;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.WorkerId;
import io.longhaul.worker.target.Marks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiscrepancyTest {

    private static final MigrationId MIGRATION = new MigrationId("0001_big");
    private static final Epoch EPOCH = new Epoch(2);
    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00.25Z");

    private final Plan plan = new Plan(
            MIGRATION,
            Checksum.of("any"),
            IntStream.rangeClosed(1, 9)
                    .mapToObj(index -> operation(index, index == 9 ? Engine.JAVA : Engine.CLICKHOUSE))
                    .toList());

    private static PlannedOperation operation(int index, Engine engine) {
        return new PlannedOperation(
                index,
                "operation " + index,
                engine,
                "SELECT 1",
                Map.of(),
                List.of(),
                Optional.empty(),
                0,
                Handling.of(CrashRule.RESUME));
    }

    private static QueryId query(int operation, int chunk) {
        return new QueryId("lh-8f41c2d6-%d-%d-e2".formatted(operation, chunk));
    }

    private static Attempt attempt(int operation, Direction direction, Optional<Result> result, boolean marked) {
        return new Attempt(
                operation,
                operation,
                direction == Direction.FORWARD ? 0 : 1,
                direction,
                EPOCH,
                new WorkerId("w-any"),
                query(operation, direction == Direction.FORWARD ? 0 : 1),
                "SELECT 1",
                NINE,
                result.map(any -> NINE.plusSeconds(60L * operation)),
                result,
                0,
                marked);
    }

    private static List<Attempt> done(int... operations) {
        return IntStream.of(operations)
                .mapToObj(operation -> attempt(operation, Direction.FORWARD, Optional.of(Result.DONE), true))
                .toList();
    }

    private static Marks marks(int... operations) {
        return new Marks(
                Set.copyOf(IntStream.of(operations)
                        .mapToObj(operation -> query(operation, 0))
                        .toList()),
                0);
    }

    private List<Discrepancy> between(List<Attempt> attempts, Marks marks) {
        return Discrepancy.between(plan, attempts, Map.of(Engine.CLICKHOUSE, marks), EPOCH);
    }

    private String words(List<Attempt> attempts, Marks marks) {
        return between(attempts, marks).get(0).words(MIGRATION, Direction.FORWARD);
    }

    @Test
    void theyAgreeWhereEachHasWhatTheOtherHas() {
        assertThat(between(done(1, 2, 3), marks(1, 2, 3))).isEmpty();
    }

    @Test
    void aLineThatWasNeverMarkedNeedsNoMark() {
        assertThat(between(List.of(attempt(1, Direction.FORWARD, Optional.of(Result.FOUND_DONE), false)), Marks.NONE))
                .isEmpty();
    }

    @Test
    void anOpenLineMayHaveAMarkOrNone() {
        List<Attempt> open = List.of(attempt(1, Direction.FORWARD, Optional.empty(), false));

        assertThat(between(open, marks(1))).isEmpty();
        assertThat(between(open, Marks.NONE)).isEmpty();
    }

    /** As a transaction is that was committed, and whose done said no. */
    @ParameterizedTest
    @EnumSource(
            value = Result.class,
            names = {"FAILED", "LOST"})
    void whatIsNotDoneMayHaveAMarkOrNone(Result result) {
        List<Attempt> notDone = List.of(attempt(1, Direction.FORWARD, Optional.of(result), true));

        assertThat(between(notDone, marks(1))).isEmpty();
        assertThat(between(notDone, Marks.NONE)).isEmpty();
    }

    @Test
    void whatAFunctionInJavaHasSentBelongsToItsOperation() {
        List<Attempt> attempts = List.of(attempt(9, Direction.FORWARD, Optional.of(Result.DONE), false));
        Marks sent = new Marks(Set.of(query(9, 0).within(17), query(9, 0).within(18)), 2);

        assertThat(between(attempts, sent)).isEmpty();
    }

    @Test
    void whatIsMissingIsSaidInRangesWithWhatIsThereAndWhatToDo() {
        assertThat(words(done(1, 2, 3, 4, 5, 7), marks(1, 2)))
                .isEqualTo(
                        "operations 3 to 5, 7 are done by the journal since 2026-03-02T09:03:00Z, but have no mark in"
                                + " ClickHouse any more, while operation 2, done at 2026-03-02T09:02:00Z, has: it was restored"
                                + " from a backup. Nothing more was sent. 'longhaul resume 0001_big --lost=gone' carries out"
                                + " again what is lost, 'longhaul rollback 0001_big --lost=gone' takes back the rest;"
                                + " --lost=there where only table longhaul_mark was touched; or restore a newer backup and"
                                + " 'longhaul resume 0001_big'");
    }

    @Test
    void aRollbackThatIsMissingIsCalledOne() {
        List<Attempt> attempts = new ArrayList<>(done(1, 2));
        attempts.add(attempt(2, Direction.BACKWARD, Optional.of(Result.DONE), true));

        assertThat(between(attempts, marks(1, 2)).get(0).words(MIGRATION, Direction.BACKWARD))
                .startsWith(
                        "the rollback of operation 2 is done by the journal since 2026-03-02T09:02:00Z, but has no mark")
                .contains("'longhaul resume 0001_big --lost=gone' takes back the rest;");
    }

    @Test
    void aMarkThatTheJournalDoesNotKnowSpeaksAgainstTheJournal() {
        assertThat(words(done(1), marks(1, 2)))
                .startsWith(
                        "ClickHouse has marks of operation 2 of this run that the journal does not know: Longhaul's own"
                                + " PostgreSQL was restored from an older backup. Nothing more was sent.");
    }

    @Test
    void aFenceSpeaksAgainstTheJournalOnlyWhereItsEpochIsLater() {
        assertThat(between(done(), new Marks(Set.of(), 2))).isEmpty();
        assertThat(words(done(), new Marks(Set.of(), 3)))
                .startsWith("ClickHouse knows this run in epoch 3, which it has not reached by the journal");
    }
}
