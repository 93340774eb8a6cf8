package io.longhaul.common.definition;

import static io.longhaul.common.definition.Written.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.ColumnChange;
import io.longhaul.common.migration.ColumnChange.Kind;
import io.longhaul.common.migration.Operation;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rebuilds of tables as they are written, and what they come to. */
class RebuildDefinitionTest {

    @Test
    void everythingThatCanBeDifferentIsRead() {
        assertThat(operation("""
                        rebuildTable: events
                        orderBy: [team_id, toDate(timestamp), event, cityHash64(distinct_id)]
                        primaryKey: [ team_id, "toDate( timestamp )" ]
                        partitionBy: toYYYYMM(timestamp)
                        engine: ReplacingMergeTree(version)
                        settings: { index_granularity: 4096, storage_policy: it's slow, ttl_only_drop_parts: true }
                        columns:
                          add: { person_id: "UUID DEFAULT toUUID('00000000-0000-0000-0000-000000000000')" }
                          modify: { status: LowCardinality(String) }
                          drop: [legacy, older]
                        keepOldTable: 7d
                        """))
                .isEqualTo(new RebuildTable(
                                "events",
                                new TableShape(
                                        Optional.of("ReplacingMergeTree(version)"),
                                        Optional.of("toYYYYMM(timestamp)"),
                                        Optional.of("(team_id, toDate( timestamp ))"),
                                        Optional.of("(team_id, toDate(timestamp), event, cityHash64(distinct_id))"),
                                        Map.of(
                                                "index_granularity",
                                                "4096",
                                                "storage_policy",
                                                "'it\\'s slow'",
                                                "ttl_only_drop_parts",
                                                "1"),
                                        List.of(
                                                new ColumnChange(
                                                        Kind.ADD,
                                                        "person_id",
                                                        "UUID DEFAULT toUUID('00000000-0000-0000-0000-000000000000')"),
                                                new ColumnChange(Kind.MODIFY, "status", "LowCardinality(String)"),
                                                new ColumnChange(Kind.DROP, "legacy", ""),
                                                new ColumnChange(Kind.DROP, "older", ""))))
                        .withOldTableKept(Duration.ofDays(7)));
    }

    @Test
    void javaSaysTheSameInItsOwnWords() {
        assertThat(operation("""
                        rebuildTable: events
                        orderBy: [a, b]
                        primaryKey: a
                        partitionBy: []
                        engine: SummingMergeTree
                        settings: { index_granularity: 4096 }
                        columns: { add: { b: UInt8 }, modify: { a: UInt64 }, drop: c }
                        """))
                .isEqualTo(new RebuildTable(
                        "events",
                        TableShape.SAME
                                .withOrderBy("a", "b")
                                .withPrimaryKey("a")
                                .withPartitionBy()
                                .withEngine("SummingMergeTree")
                                .withSetting("index_granularity", "4096")
                                .withColumn("b", "UInt8")
                                .withModified("a", "UInt64")
                                .without("c")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|tuple()",
                "tuple()|tuple()",
                "a|a",
                "(a)|a",
                "[ a ]|a",
                "(a, b)|(a, b)",
                "tuple(a, b)|(a, b)",
                "a, b|(a, b)",
                "f(a, b)|f(a, b)",
                "(a) + (b)|(a) + (b)",
                "a, f(b, ',')|(a, f(b, ','))",
                "[ \"f(a, b)\", c ]|(f(a, b), c)",
            })
    void aKeyIsTheSameHoweverItIsWritten(String written, String key) {
        assertThat(((RebuildTable) operation("rebuildTable: t\norderBy: " + written))
                        .shape()
                        .orderBy())
                .contains(key);
    }

    @Test
    void theOldTableIsKeptForFourteenDaysAndZeroDropsItAtOnce() {
        assertThat(((RebuildTable) operation("rebuildTable: t\norderBy: a")).keepOldTable())
                .isEqualTo(Duration.ofDays(14));
        assertThat(((RebuildTable) operation("rebuildTable: t\norderBy: a\nkeepOldTable: 0s")).keepOldTable())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void oneTableMayBeRebuiltTwice() {
        assertThat(Written.definition("""
                                description: x
                                operations:
                                  - { rebuildTable: t, engine: ReplacingMergeTree }
                                  - { rebuildTable: t, orderBy: a }
                                """).migration().operations())
                .extracting(Operation::name)
                .containsExactly("rebuildTable t", "rebuildTable t");
    }
}
