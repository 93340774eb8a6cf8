package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the predecessor's own tests looked for: the data that each of its migrations leaves. */
@Tag("slow")
class PredecessorDataIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @Test
    void everyEventIsThereInItsNewOrderAndTheOldTableIsKept() {
        try (Installation product = new Installation(services, "0001_events_sample_by")) {
            String all = "SELECT toString((count(), sum(cityHash64(*)))) FROM ";
            String before = product.bench.value(all + "events");

            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value(all + "events")).isEqualTo(before);
            assertThat(product.bench.value(all + "events_before_0001")).isEqualTo(before);
            assertThat(product.bench.value("""
                            SELECT sorting_key FROM system.tables
                             WHERE database = currentDatabase() AND name = 'events'"""))
                    .isEqualTo("team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid)");
            assertThat(product.bench.target.tables(""))
                    .containsExactly("events", "events_before_0001", "events_mv", "events_queue", "longhaul_mark");
            assertThat(product.postgresValue("SELECT value FROM instance_setting"))
                    .isEqualTo("true");
            product.bench.sql(
                    "INSERT INTO events_queue SELECT * REPLACE(generateUUIDv4() AS uuid) FROM events LIMIT 1");
            assertThat(product.bench.value("SELECT count() FROM events")).isEqualTo("301");
        }
    }

    @Test
    void mergedAndDeletedPersonsHaveTheRowsThatTheyShouldAndWhatTheProductWroteWins() {
        try (Installation product = new Installation(services, "0002_fill_person_distinct_id2")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.target.rows("""
                            SELECT distinct_id, toString(person_id) AS person, toString(version) AS version
                              FROM person_distinct_id2 FINAL
                             WHERE team = 'acme' AND distinct_id IN ('0', '3', '6', '9', '12') ORDER BY toUInt64(distinct_id)""", Map.of()))
                    .extracting(Map::values)
                    .map(List::copyOf)
                    .containsExactly(
                            List.of("0", "0", "0"),
                            List.of("3", "1000", "0"),
                            List.of("9", "2000", "0"),
                            List.of("12", "3000", "1"));
        }
    }

    /** The predecessor pasted values into statements. */
    @Test
    void aNameWithSqlInItArrivesAsAValue() {
        try (Installation product = new Installation(services, "0002_fill_person_distinct_id2")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value(
                            "SELECT count() FROM person_distinct_id2 WHERE team LIKE 'o\\'hara; DROP %'"))
                    .isEqualTo("30");
            assertThat(product.bench.value("SELECT count() FROM person_distinct_id"))
                    .isEqualTo("94");
        }
    }

    @Test
    void allTablesHaveTheOtherEngineAndAllTheirRows() {
        try (Installation product = new Installation(services, "0003_replacing_engines")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(engines(product))
                    .isEqualTo(
                            "groups ReplacingMergeTree, groups_0003 MergeTree, sessions ReplacingMergeTree, sessions_0003 MergeTree");
            assertThat(product.bench.value("SELECT count() FROM groups FINAL")).isEqualTo("20");
            assertThat(product.bench.value(
                            "SELECT concat(toString(count()), ' ', toString(sum(duration))) FROM sessions FINAL"))
                    .isEqualTo("200 29900");
            assertThat(product.postgresValue("SELECT value FROM instance_setting"))
                    .isEqualTo("on");
        }
    }

    @Test
    void whatFailsAtItsLastOperationIsTakenBackToTheOriginalEngines() {
        try (Installation product = new Installation(
                services,
                "0003_replacing_engines",
                text -> text.replace("SET value = 'on' WHERE", "SET no_such_column = 'on' WHERE"))) {
            Map<String, String> before = product.everything();
            assertThat(product.run()).isEqualTo(RunState.FAILED);
            assertThat(product.reason())
                    .contains("tell the product to write again")
                    .contains("no_such_column");
            assertThat(engines(product)).startsWith("groups ReplacingMergeTree");

            // Its rollback of the setting has the same mistake; by then all engines are as they were.
            assertThat(product.rolledBack()).isEqualTo(RunState.ROLLBACK_FAILED);
            assertThat(engines(product)).isEqualTo("groups MergeTree, sessions MergeTree");
            product.postgres("ALTER TABLE instance_setting ADD COLUMN no_such_column text");
            assertThat(product.rolledBack()).isEqualTo(RunState.ROLLED_BACK);
            product.postgres("ALTER TABLE instance_setting DROP COLUMN no_such_column");
            product.postgres("UPDATE instance_setting SET value = 'on'");
            assertThat(product.everything()).isEqualTo(before);
        }
    }

    private static String engines(Installation product) {
        return product.bench.value("""
                SELECT arrayStringConcat(groupArray(concat(name, ' ', engine)), ', ')
                  FROM (SELECT name, engine FROM system.tables
                         WHERE database = currentDatabase() AND name <> 'longhaul_mark' ORDER BY name)""");
    }

    @Test
    void personsAreThoseOfTheOtherDatabaseAlsoWhereTheyWereOutOfStep() {
        try (Installation product = new Installation(services, "0004_person_by_version")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(
                            product.bench.value(
                                    "SELECT concat(toString(count()), ' ', toString(sum(version)), ' ', toString(sum(is_deleted))) FROM person FINAL"))
                    .isEqualTo(product.postgresValue(
                            "SELECT count(*) || ' ' || sum(version) || ' ' || sum(is_deleted) FROM person"))
                    .isEqualTo("100 250 3");
            assertThat(product.bench.value("SELECT properties FROM person FINAL WHERE id = 42"))
                    .isEqualTo("{\"n\":42, \"said\": \"it's\\tso\"}");
        }
    }

    @Test
    void whatChangesInTheOtherDatabaseWhileItIsCopiedIsCaughtUp() {
        try (Installation product = new Installation(services, "0004_person_by_version")) {
            product.postgres("ALTER TABLE instance_setting RENAME TO away");
            assertThat(product.run()).isEqualTo(RunState.FAILED);
            assertThat(product.bench.value("SELECT count() FROM person_0004 FINAL"))
                    .isEqualTo("100");
            product.postgres("UPDATE person SET version = 9, properties = 'changed', updated_at = now() WHERE id = 3");
            product.postgres("INSERT INTO person VALUES (101, 1, 'new', 1, 0, now())");
            product.postgres("ALTER TABLE away RENAME TO instance_setting");

            assertThat(product.resumed()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value("SELECT properties FROM person FINAL WHERE id = 3"))
                    .isEqualTo("changed");
            assertThat(product.bench.value("SELECT count() FROM person FINAL")).isEqualTo("101");
        }
    }

    @Test
    void eventsHaveTheirPersonsAndNothingTemporaryIsLeft() {
        try (Installation product = new Installation(services, "0005_persons_on_events")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value("SELECT countIf(person_id = 0) FROM events"))
                    .isEqualTo("0");
            assertThat(product.bench.value(
                            "SELECT toString(groupUniqArray(person_id)) FROM events WHERE distinct_id = '4'"))
                    .isEqualTo("[2004]");
            assertThat(product.bench.target.tables(""))
                    .containsExactly("events", "longhaul_mark", "person_distinct_id2");
        }
    }

    @Test
    void onlyEventsOfTheChosenTeamBetweenTheChosenMomentsAreFilled() {
        try (Installation product = new Installation(services, "0005_persons_on_events")) {
            assertThat(product.run(
                            Map.of("team", "acme", "from", "2025-01-25T00:00:00Z", "until", "2025-02-03T00:00:00Z")))
                    .as(product::reason)
                    .isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value("""
                            SELECT concat(toString(min(timestamp)), ' ', toString(max(timestamp)), ' ', toString(groupUniqArray(team)))
                              FROM events WHERE person_id != 0""")).isEqualTo("2025-01-25 00:00:00 2025-02-02 20:00:00 ['acme']");
        }
    }

    @Test
    void aParameterWithSqlInItIsAValueThatNothingHas() {
        try (Installation product = new Installation(services, "0005_persons_on_events")) {
            assertThat(product.run(Map.of("team", "acme' OR 1 = 1 --")))
                    .as(product::reason)
                    .isEqualTo(RunState.SUCCEEDED);

            assertThat(product.bench.value("SELECT countIf(person_id != 0) FROM events"))
                    .isEqualTo("0");
        }
    }

    @Test
    void theLookAtTheResultForgivesOneEventInAHundredAndOneAndNotTwo() {
        try (Installation product = new Installation(services, "0005_persons_on_events")) {
            product.bench.sql(
                    "ALTER TABLE events DELETE WHERE timestamp >= toDateTime('2025-01-20 00:00:00', 'UTC') + 99 * 7200 SETTINGS mutations_sync = 2");
            String nobodys = "INSERT INTO events SELECT generateUUIDv4(), 'acme', 'nobody', '2025-01-21 00:00:00'";
            product.bench.sql(nobodys);
            product.bench.sql(nobodys);

            assertThat(product.run()).isEqualTo(RunState.FAILED);
            assertThat(product.reason()).contains("more than 1 % of events have no person");
            assertThat(product.bench.target.tables(""))
                    .containsExactly("events", "longhaul_mark", "person_distinct_id2");

            product.bench.sql(
                    "ALTER TABLE events UPDATE person_id = 1 WHERE person_id = 0 AND uuid = (SELECT min(uuid) FROM events WHERE person_id = 0) SETTINGS mutations_sync = 2");
            assertThat(product.bench.value(
                            "SELECT concat(toString(countIf(person_id = 0)), ' of ', toString(count())) FROM events"))
                    .isEqualTo("1 of 101");
            assertThat(product.resumed()).as(product::reason).isEqualTo(RunState.SUCCEEDED);
        }
    }

    @Test
    void eachMaterializedColumnHasItsIndexAndOneThatWasThereStays() {
        try (Installation product = new Installation(services, "0006_indexes_for_materialized_columns")) {
            assertThat(product.run()).as(product::reason).isEqualTo(RunState.SUCCEEDED);
            assertThat(indexes(product)).isEqualTo("minmax_mat_$current-url, minmax_mat_browser, minmax_mat_plan");
            assertThat(product.bench.value("""
                            SELECT min(data_uncompressed_bytes) > 0 FROM system.data_skipping_indices
                             WHERE database = currentDatabase() AND table = 'events'""")).isEqualTo("1");

            assertThat(product.rolledBack()).as(product::reason).isEqualTo(RunState.ROLLED_BACK);
            assertThat(indexes(product)).isEqualTo("minmax_mat_plan");
        }
    }

    private static String indexes(Installation product) {
        return product.bench.value("""
                SELECT arrayStringConcat(arraySort(groupArray(name)), ', ') FROM system.data_skipping_indices
                 WHERE database = currentDatabase() AND table = 'events'""");
    }

    @Test
    void thePartitionsOutsideOfTheChosenMonthsAreMovedToTheChosenTable() {
        try (Installation product = new Installation(services, "0007_move_old_partitions")) {
            assertThat(product.run(Map.of(
                            "oldest_to_keep",
                            "201906",
                            "newest_to_keep",
                            "202501",
                            "backup",
                            "old",
                            "optimize",
                            "true")))
                    .as(product::reason)
                    .isEqualTo(RunState.SUCCEEDED);

            assertThat(months(product, "events")).isEqualTo("201906, 202501");
            assertThat(months(product, "old")).isEqualTo("201905, 202502");
            assertThat(product.bench.value("SELECT count() FROM old")).isEqualTo("150");
        }
    }

    private static String months(Installation product, String table) {
        return product.bench.value(
                "SELECT arrayStringConcat(arraySort(groupUniqArray(toString(toYYYYMM(timestamp)))), ', ') FROM "
                        + table);
    }
}
