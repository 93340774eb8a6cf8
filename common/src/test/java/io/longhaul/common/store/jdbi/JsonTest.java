package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.Retry;
import io.longhaul.common.migration.RowCount;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.run.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final Plan PLAN = new Plan(
            new MigrationId("0007_events"),
            new Checksum("c0ffee"),
            List.of(
                    new PlannedOperation(
                            1,
                            "copy 202403",
                            "INSERT INTO {staging} SELECT '\"ä\\n' FROM events\nWHERE _partition_id = {partition:String}",
                            Map.of("partition", "202403"),
                            List.of("DROP TABLE a", "DROP TABLE b"),
                            Optional.empty(),
                            212_000_000_000L),
                    new PlannedOperation(
                            2,
                            "copy 202403",
                            Engine.POSTGRES,
                            "SELECT 1",
                            Map.of(),
                            List.of(),
                            Optional.of("SELECT 1"),
                            0,
                            new Handling(
                                    CrashRule.ASK,
                                    true,
                                    Optional.of(Duration.ofHours(2)),
                                    Optional.of(new Retry(5, Duration.ofSeconds(10)))))),
            Map.of("oldest", "202001"),
            List.of(new Healthcheck(
                    new RowCount(Engine.POSTGRES, "users", Optional.of(1L), Optional.of(9L)),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    3,
                    Healthcheck.OnFailure.PAUSE)),
            List.of(
                    new SqlCheck("SELECT 1", Optional.of("rows are missing")),
                    new FreeDisk(Optional.of(new FreeDisk.ForTable("events", 1.5)), Optional.of(10L))),
            Optional.of(new Query(Engine.POSTGRES, "SELECT 50")));

    /** What stands in databases out there: it may gain fields, and loses and changes none. */
    private static final String DOCUMENT = """
            {
              "migration": "0007_events",
              "checksum": "c0ffee",
              "operations": [
                {
                  "index": 1,
                  "name": "copy 202403",
                  "engine": "CLICKHOUSE",
                  "statement": "INSERT INTO {staging} SELECT '\\"ä\\\\n' FROM events\\nWHERE _partition_id = {partition:String}",
                  "parameters": {"partition": "202403"},
                  "rollback": ["DROP TABLE a", "DROP TABLE b"],
                  "done": null,
                  "rows": 212000000000,
                  "crashRule": "RESUME",
                  "irreversible": false,
                  "timeoutMillis": null,
                  "retry": null
                },
                {
                  "index": 2,
                  "name": "copy 202403",
                  "engine": "POSTGRES",
                  "statement": "SELECT 1",
                  "parameters": {},
                  "rollback": [],
                  "done": "SELECT 1",
                  "rows": 0,
                  "crashRule": "ASK",
                  "irreversible": true,
                  "timeoutMillis": 7200000,
                  "retry": {"attempts": 5, "pauseMillis": 10000}
                }
              ],
              "parameters": {"oldest": "202001"},
              "healthchecks": [
                {
                  "check": {"clickhouse": null, "postgres": null, "java": null, "message": null, "engine": "POSTGRES", "table": "users", "factor": null, "atLeast": 1, "atMost": 9},
                  "everyMillis": 30000,
                  "timeoutMillis": 10000,
                  "errors": 3,
                  "onFailure": "PAUSE"
                }
              ],
              "postchecks": [
                {"clickhouse": "SELECT 1", "postgres": null, "java": null, "message": "rows are missing", "engine": null, "table": null, "factor": null, "atLeast": null, "atMost": null},
                {"clickhouse": null, "postgres": null, "java": null, "message": null, "engine": null, "table": "events", "factor": 1.5, "atLeast": 10, "atMost": null}
              ],
              "progress": {"clickhouse": null, "postgres": "SELECT 50", "java": null}
            }""";

    /** What the first version wrote. */
    private static final String OLDEST = """
            {
              "migration": "0007_events",
              "checksum": "c0ffee",
              "operations": [
                {"index": 1, "name": "copy", "statement": "SELECT 1", "parameters": {}, "rollback": [], "done": null, "rows": 7}
              ],
              "postchecks": [
                {"clickhouse": "SELECT 1", "message": "rows are missing", "table": null, "factor": null, "atLeast": null}
              ]
            }""";

    @Test
    void aPlanIsWrittenAsThisDocument() {
        String withoutLayout = DOCUMENT.lines().map(String::strip).reduce("", String::concat);

        assertThat(Json.write(PLAN)).isEqualToIgnoringWhitespace(withoutLayout);
    }

    @Test
    void theDocumentIsReadAsThisPlan() {
        assertThat(Json.readPlan(DOCUMENT)).isEqualTo(PLAN);
        assertThat(Json.readPlan(Json.write(PLAN))).isEqualTo(PLAN);
    }

    @Test
    void fieldsOfANewerVersionAreIgnored() {
        String newer = DOCUMENT.replace("\"index\"", "\"throttle\": {\"rows\": 7}, \"index\"")
                .replace("\"checksum\"", "\"format\": 2, \"checksum\"");

        assertThat(Json.readPlan(newer)).isEqualTo(PLAN);
    }

    @Test
    void anOperationOfAnOlderVersionGoesOnAfterACrashAndCanBeTakenBack() {
        assertThat(Json.readPlan(OLDEST).operations()).singleElement().satisfies(operation -> {
            assertThat(operation.engine()).isEqualTo(Engine.CLICKHOUSE);
            assertThat(operation.crashRule()).isEqualTo(CrashRule.RESUME);
            assertThat(operation.irreversible()).isFalse();
            assertThat(operation.handling().timeout()).isEmpty();
        });
        assertThat(Json.readPlan(OLDEST).postchecks())
                .containsExactly(new SqlCheck("SELECT 1", Optional.of("rows are missing")));
        assertThat(Json.readPlan(OLDEST).healthchecks()).isEmpty();
    }

    @Test
    void aPlanOfAnOlderVersionHasNoPostchecks() {
        String older = DOCUMENT.replaceAll("(?s),\\s*\"postchecks\": \\[.*\\]", "");

        assertThat(older).doesNotContain("postchecks");
        assertThat(Json.readPlan(older).postchecks()).isEmpty();
        assertThat(Json.readPlan(older).operations()).isEqualTo(PLAN.operations());
    }

    @Test
    void progressIsReadAsItWasWritten() {
        Progress progress = new Progress(
                0.41,
                37,
                91,
                212_000.5,
                Optional.of(Duration.ofMinutes(370)),
                Optional.of(new Progress.Band(Duration.ofHours(5), Duration.ofHours(8))),
                Optional.of(new Progress.Doing("copy 202403", Optional.of("waits"))));

        assertThat(Json.readProgress(Json.write(progress))).isEqualTo(progress);
        assertThat(Json.readProgress(Json.write(Progress.NONE))).isEqualTo(Progress.NONE);
        assertThat(Json.write(progress))
                .isEqualTo(
                        "{\"fraction\":0.41,\"rowsDone\":37,\"rowsExpected\":91,\"rowsPerSecond\":212000.5,\"secondsLeft\":22200,"
                                + "\"secondsLeftAtLeast\":18000,\"secondsLeftAtMost\":28800,"
                                + "\"doing\":\"copy 202403\",\"throttled\":\"waits\"}");
    }

    @Test
    void progressThatWasNeverWrittenIsNone() {
        assertThat(Json.readProgress("{}")).isEqualTo(Progress.NONE);
        assertThat(Json.readProgress("{\"fraction\": 0.5, \"chunks\": 7}").fraction())
                .isEqualTo(0.5);
    }

    @Test
    void parametersKeepTheirText() {
        Map<String, String> parameters = Map.of("a", "1.50", "ä\"\\", "{}\n");

        assertThat(Json.readMap(Json.write(parameters))).isEqualTo(parameters);
    }
}
