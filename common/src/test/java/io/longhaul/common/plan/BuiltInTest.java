package io.longhaul.common.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.RebuildTable;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.plan.BuiltIn.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInTest {

    private static final RebuildTable ALL = new RebuildTable(
                    "events",
                    TableShape.SAME
                            .withEngine("ReplacingMergeTree(version)")
                            .withPartitionBy()
                            .withOrderBy("team_id", "toDate(at)")
                            .withPrimaryKey("team_id")
                            .withSetting("index_granularity", "4096")
                            .withSetting("storage_policy", "'it\\'s \"slow\"'")
                            .withColumn("person_id", "UUID")
                            .withModified("status", "LowCardinality(String)")
                            .without("legacy"))
            .withOldTableKept(Duration.ofDays(7));

    @ParameterizedTest
    @EnumSource(Verb.class)
    void whatIsWrittenIntoAPlanIsReadAgain(Verb verb) {
        BuiltIn builtIn = new BuiltIn(verb, ALL);

        assertThat(BuiltIn.read(builtIn.statement())).contains(builtIn);
    }

    @Test
    void theLeastOfIsReadAgainToo() {
        BuiltIn builtIn = new BuiltIn(Verb.REBUILD, new RebuildTable("t", TableShape.SAME.withOrderBy()));

        assertThat(BuiltIn.read(builtIn.statement())).contains(builtIn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rebuildTable", "rebuildTable {}", "rebuildTable {", "SELECT 1", "reindexTable {}"})
    void whatIsNoneIsNotRead(String statement) {
        assertThat(BuiltIn.read(statement)).isEmpty();
        assertThat(BuiltIn.words(Engine.BUILT_IN, statement))
                .isEqualTo("a built-in operation that this version does not know");
    }

    @Test
    void peopleReadWordsAndNoJson() {
        assertThat(BuiltIn.words(Engine.BUILT_IN, new BuiltIn(Verb.REBUILD, ALL).statement()))
                .isEqualTo("""
                        rebuildTable: events
                          engine: ReplacingMergeTree(version)
                          partitionBy: tuple()
                          orderBy: (team_id, toDate(at))
                          primaryKey: team_id
                          setting: index_granularity = 4096
                          setting: storage_policy = 'it\\'s "slow"'
                          column: add person_id UUID
                          column: modify status LowCardinality(String)
                          column: drop legacy
                          keepOldTable: 7d""");
        assertThat(BuiltIn.words(Engine.BUILT_IN, new BuiltIn(Verb.TAKE_BACK, ALL).statement()))
                .isEqualTo("give events back the shape that it had");
        assertThat(BuiltIn.words(Engine.CLICKHOUSE, "SELECT 1")).isEqualTo("SELECT 1");
    }

    @Test
    void twoRebuildsOfATableAreTwoOperationsOfAPlan() {
        RebuildTable first = new RebuildTable("t", TableShape.SAME.withEngine("ReplacingMergeTree"));
        RebuildTable second = new RebuildTable("t", TableShape.SAME.withOrderBy("a"));
        Definition definition = new Definition(
                Migration.of("0001_x", "For a test", first, second).build(), Checksum.of("x"), "x");
        List<Map<String, String>> rows = List.of(Map.of("rows", "12"));

        Plan plan = ((PlanMaker.Made) PlanMaker.make(definition, Map.of("p", "1"), Map.of(1, rows, 2, rows))).plan();

        assertThat(plan.operations())
                .containsExactly(planned(1, "rebuildTable t", first), planned(2, "rebuildTable t (2)", second));
        assertThat(plan.operations().get(1).statementInWords()).startsWith("rebuildTable: t\n  orderBy: a\n");
        assertThat(plan.operations().get(1).rollbackInWords()).containsExactly("give t back the shape that it had");
    }

    private static PlannedOperation planned(int index, String name, RebuildTable rebuild) {
        return new PlannedOperation(
                index,
                name,
                Engine.BUILT_IN,
                new BuiltIn(Verb.REBUILD, rebuild).statement(),
                Map.of(),
                List.of(new BuiltIn(Verb.TAKE_BACK, rebuild).statement()),
                Optional.empty(),
                12,
                Handling.of(CrashRule.RESUME));
    }
}
