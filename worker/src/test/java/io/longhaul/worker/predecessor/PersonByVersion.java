package io.longhaul.worker.predecessor;

import io.longhaul.common.migration.Action;
import io.longhaul.common.migration.Condition;
import io.longhaul.common.migration.CrashRule;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.Handling;
import io.longhaul.common.migration.JavaMigration;
import io.longhaul.common.migration.Look;
import io.longhaul.common.migration.Migration;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.RowCount;
import io.longhaul.common.migration.SqlCheck;
import io.longhaul.common.migration.SqlOperation;
import io.longhaul.common.migration.Work;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A copy from PostgreSQL to ClickHouse, batch by batch with a high-water mark, into a table that keeps the newest
 * version of each person: so a batch that is sent twice, because nobody knows what came of it, does no harm. What
 * changes meanwhile is copied at the end, while the product does not write; then the tables change places.
 */
public final class PersonByVersion implements JavaMigration {

    private static final long BATCH = 40;

    private static final Query NEXT_BATCH = Query.onPostgres("""
            SELECT max(id) AS last, string_agg(CAST(row_to_json(p) AS text), chr(10) ORDER BY id) AS persons
              FROM (SELECT id, team_id, properties, version, is_deleted FROM person
                     WHERE id > {after:bigint} AND updated_at >= {since:timestamptz}
                     ORDER BY id LIMIT {size:bigint}) AS p""");

    private static final Query LAST =
            Query.onPostgres("SELECT max(id) AS id FROM person WHERE updated_at >= {since:timestamptz}");

    private static final Query INSERT = Query.onClickHouse("""
            INSERT INTO person_0004 (id, team_id, properties, version, is_deleted)
            SELECT * FROM format(JSONEachRow,
                'id UInt64, team_id UInt64, properties String, version UInt64, is_deleted UInt8', {persons:String})""");

    @Override
    public Migration migration() {
        return Migration.of(
                        "0004_person_by_version",
                        "Persons in ClickHouse as PostgreSQL has them, each in its newest version",
                        createTheTable(),
                        copy(),
                        postgres("tell the product not to write persons", "off", "on"),
                        catchUp(),
                        exchange(),
                        postgres("tell the product to write persons again", "on", "off"))
                .after("0003_replacing_engines")
                .required(new SqlCheck("""
                        SELECT count() = 1 FROM system.tables
                         WHERE database = currentDatabase() AND name = 'person'
                           AND engine_full NOT LIKE 'ReplacingMergeTree(version)%'"""))
                .prechecks(new RowCount(Engine.POSTGRES, "person", Optional.of(1L), Optional.empty()))
                .postchecks(new SqlCheck(
                        Query.inJava("person is the same"),
                        Optional.of("ClickHouse has other persons than PostgreSQL; resume the run")))
                .build();
    }

    @Override
    public Map<String, Action> actions() {
        return Map.of(
                "copy all persons", work -> copy(work, "-infinity"),
                "copy those that changed", work -> copy(work, work.parameters().getOrDefault("since", "-infinity")));
    }

    @Override
    public Map<String, Condition> conditions() {
        return Map.of(
                "person is the same", look -> isSame(look, "person"),
                "person_0004 is the same", look -> isSame(look, "person_0004"));
    }

    private static SqlOperation createTheTable() {
        return new SqlOperation(
                "create person_0004",
                List.of("""
                        CREATE TABLE IF NOT EXISTS person_0004 AS person
                        ENGINE = ReplacingMergeTree(version) ORDER BY (team_id, id)"""),
                Optional.empty(),
                List.of("DROP TABLE IF EXISTS person_0004 SYNC"),
                Optional.empty(),
                Handling.of(CrashRule.RESUME));
    }

    private static SqlOperation copy() {
        return java("copy all persons", Optional.empty(), Optional.empty());
    }

    /** Since an hour before the run began, lest a clock or a long transaction hide anything. */
    private static SqlOperation catchUp() {
        return java(
                "copy those that changed",
                Optional.of(Query.onPostgres("SELECT now() - interval '1 hour' AS since")),
                Optional.of("person_0004 is the same"));
    }

    /** There is nothing to take back: the table goes. */
    private static SqlOperation java(String action, Optional<Query> forEach, Optional<String> done) {
        return new SqlOperation(
                action, Engine.JAVA, List.of(action), forEach, List.of(), done, Handling.of(CrashRule.RESUME));
    }

    private static SqlOperation exchange() {
        String exchange = "EXCHANGE TABLES person AND person_0004";
        return new SqlOperation(
                "let person and person_0004 change places",
                List.of(exchange),
                Optional.empty(),
                List.of(exchange),
                Optional.of("""
                        SELECT engine_full LIKE 'ReplacingMergeTree(version)%' FROM system.tables
                         WHERE database = currentDatabase() AND name = 'person'"""),
                Handling.of(CrashRule.RESUME));
    }

    private static SqlOperation postgres(String name, String to, String back) {
        String statement = "UPDATE instance_setting SET value = '%s' WHERE key = 'PERSON_INGESTION'";
        return new SqlOperation(
                name,
                Engine.POSTGRES,
                List.of(statement.formatted(to)),
                Optional.empty(),
                List.of(statement.formatted(back)),
                Optional.empty(),
                Handling.of(CrashRule.RESUME));
    }

    private static void copy(Work work, String since) {
        double last = number(work.rows(LAST, Map.of("since", since)), "id");
        long after = work.checkpoint().map(Long::parseLong).orElse(0L);
        while (true) {
            Map<String, String> batch = work.rows(
                            NEXT_BATCH,
                            Map.of("after", Long.toString(after), "since", since, "size", Long.toString(BATCH)))
                    .get(0);
            if (!batch.containsKey("last")) {
                return;
            }
            work.execute(INSERT, Map.of("persons", batch.getOrDefault("persons", "")));
            after = number(List.of(batch), "last");
            work.remember(Long.toString(after));
            work.progress(after / last);
        }
    }

    private static boolean isSame(Look look, String table) {
        return look.rows(Query.onPostgres("SELECT count(*) AS n, sum(version) AS versions FROM person"), Map.of())
                .equals(look.rows(
                        Query.onClickHouse(
                                "SELECT count() AS n, sum(version) AS versions FROM {table:Identifier} FINAL"),
                        Map.of("table", table)));
    }

    private static long number(List<Map<String, String>> rows, String column) {
        return Long.parseLong(rows.get(0).getOrDefault(column, "0"));
    }
}
