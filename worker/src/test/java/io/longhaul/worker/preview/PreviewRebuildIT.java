package io.longhaul.worker.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.CostReport.TimeReport;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.report.RebuildReport;
import io.longhaul.common.report.RebuildReport.Change;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("slow")
class PreviewRebuildIT extends PreviewStage {

    @Test
    void aRebuildThatCopiesIsToldWithWhatChangesAndOneMoreCopyOfTheTable() throws Exception {
        List<Map<String, String>> before = state();
        RebuildTable rebuild = new RebuildTable(
                "t",
                TableShape.SAME
                        .withOrderBy("p", "n")
                        .withPartitionBy("p")
                        .withSetting("index_granularity", "4096")
                        .withColumn("q", "UInt8")
                        .withModified("n", "UInt32"));

        PlanReport report = look(Migration.of("0001_x", "For a test", rebuild).build());

        assertThat(report.problem()).isEmpty();
        assertThat(report.outlook()).isEqualTo(Outlook.GO);
        OperationReport operation = report.operations().get(0);
        assertThat(operation.statement()).startsWith("rebuildTable: t\n").doesNotContain("{");
        assertThat(operation.rows()).contains(200_000L);
        RebuildReport found = operation.rebuild().orElseThrow();
        assertThat(found.linked()).isFalse();
        assertThat(found.how())
                .containsExactly(
                        "the keys change: every row is written anew",
                        "merges go on: rows keep the number of their block");
        assertThat(found.changes())
                .containsExactly(
                        new Change("sorting key", "n", "(p, n)"),
                        new Change("setting index_granularity", "8192", "4096"),
                        new Change("column q", "", "UInt8"),
                        new Change("column n", "UInt64", "UInt32"));
        assertThat(found.keepOldTable()).isEqualTo("14d");
        CostReport cost = report.cost().orElseThrow();
        assertThat(cost.rows()).isEqualTo(new Amount(200_000, true));
        assertThat(cost.peakDiskBytes().atLeast()).isCloseTo(byHand.target.tableBytes("t"), withPercentage(5));
        assertThat(cost.peakDiskBytes().complete()).isTrue();
        assertThat(cost.time().orElseThrow().sampleRows()).isBetween(10_000L, 200_000L);
        assertThat(cost.unknown()).isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aRebuildThatLinksWritesNothingAndTakesSeconds() throws Exception {
        PlanReport report = look(Migration.of(
                        "0001_x",
                        "For a test",
                        new RebuildTable("t", TableShape.SAME.withEngine("ReplacingMergeTree(n)")))
                .build());

        assertThat(report.problem()).isEmpty();
        RebuildReport found = report.operations().get(0).rebuild().orElseThrow();
        assertThat(found.linked()).isTrue();
        assertThat(found.changes()).containsExactly(new Change("engine", "MergeTree", "ReplacingMergeTree(n)"));
        assertThat(found.tableRows()).isEqualTo(200_000);
        assertThat(report.operations().get(0).rows()).contains(0L);
        CostReport cost = report.cost().orElseThrow();
        assertThat(cost.rows()).isEqualTo(new Amount(0, true));
        assertThat(cost.peakDiskBytes()).isEqualTo(new Amount(0, true));
        assertThat(cost.time()).contains(new TimeReport(1, 0, 0, 0, 0, true));
        assertThat(cost.unknown()).isEmpty();
    }

    @Test
    void whatStandsInTheWayOfARebuildRefusesIt() throws Exception {
        PlanReport report = look(Migration.of(
                        "0001_x",
                        "For a test",
                        new RebuildTable("t", TableShape.SAME.withColumn("n", "UInt8")),
                        new RebuildTable("nowhere", TableShape.SAME.withOrderBy("n")))
                .build());

        assertThat(report.outlook()).isEqualTo(Outlook.REFUSED);
        assertThat(report.problem().orElseThrow())
                .contains("column n of t is there already")
                .contains("there is no table nowhere");
    }

    @Test
    void ofASecondRebuildOfATableNobodyCanSayWhatItCopies() throws Exception {
        PlanReport report = look(Migration.of(
                        "0001_x",
                        "For a test",
                        new RebuildTable("t", TableShape.SAME.withColumn("q", "UInt8")),
                        new RebuildTable(
                                "t",
                                TableShape.SAME
                                        .withOrderBy("q", "n")
                                        .without("p")
                                        .withPartitionBy()))
                .build());

        assertThat(report.outlook()).isEqualTo(Outlook.GO);
        assertThat(report.operations())
                .extracting(OperationReport::name)
                .containsExactly("rebuildTable t", "rebuildTable t (2)");
        assertThat(report.operations().get(1).rebuild()).isEmpty();
        assertThat(report.cost().orElseThrow().rows()).isEqualTo(new Amount(200_000, false));
        assertThat(report.cost().orElseThrow().unknown())
                .containsExactly("what 'rebuildTable t (2)' copies nobody can say before the rebuild that precedes it");
    }

    @Test
    void anOldTableThatIsNotKeptGivesItsRoomBack() throws Exception {
        RebuildTable rebuild =
                new RebuildTable("t", TableShape.SAME.withOrderBy("p", "n")).withOldTableKept(Duration.ZERO);

        CostReport cost = look(Migration.of("0001_x", "For a test", rebuild, copy())
                        .build())
                .cost()
                .orElseThrow();

        assertThat(cost.rows()).isEqualTo(new Amount(400_000, true));
        assertThat(cost.peakDiskBytes().atLeast()).isCloseTo(byHand.target.tableBytes("t"), withPercentage(5));
        assertThat(cost.peakDiskBytes().complete()).isFalse();
    }
}
