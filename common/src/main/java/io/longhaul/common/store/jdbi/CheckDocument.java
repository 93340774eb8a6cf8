package io.longhaul.common.store.jdbi;

import io.longhaul.common.migration.Check;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.FreeDisk;
import io.longhaul.common.migration.Healthcheck;
import io.longhaul.common.migration.Query;
import io.longhaul.common.migration.RowCount;
import io.longhaul.common.migration.SqlCheck;
import java.time.Duration;
import java.util.Optional;

/**
 * A check of a frozen plan: a query, under the key of its engine; or a {@code table} whose rows are counted on an
 * {@code engine}, with {@code atLeast}, {@code atMost}, or both; or, without an engine, free disk: {@code table} with
 * {@code factor}, {@code atLeast}, or both.
 */
record CheckDocument(
        Optional<String> clickhouse,
        Optional<String> postgres,
        Optional<String> java,
        Optional<String> message,
        Optional<Engine> engine,
        Optional<String> table,
        Optional<Double> factor,
        Optional<Long> atLeast,
        Optional<Long> atMost) {

    static CheckDocument of(Check check) {
        if (check instanceof SqlCheck sql) {
            QueryDocument query = QueryDocument.of(sql.query());
            return new CheckDocument(
                    query.clickhouse,
                    query.postgres,
                    query.java,
                    sql.message(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        if (check instanceof RowCount rows) {
            return new CheckDocument(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(rows.engine()),
                    Optional.of(rows.table()),
                    Optional.empty(),
                    rows.atLeast(),
                    rows.atMost());
        }
        FreeDisk disk = (FreeDisk) check;
        return new CheckDocument(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                disk.forTable().map(FreeDisk.ForTable::table),
                disk.forTable().map(FreeDisk.ForTable::factor),
                disk.atLeast(),
                Optional.empty());
    }

    Check check() {
        if (clickhouse.isPresent() || postgres.isPresent() || java.isPresent()) {
            return new SqlCheck(new QueryDocument(clickhouse, postgres, java).query(), message);
        }
        return engine.isPresent()
                ? new RowCount(engine.get(), table.orElseThrow(), atLeast, atMost)
                : new FreeDisk(table.map(name -> new FreeDisk.ForTable(name, factor.orElseThrow())), atLeast);
    }

    /** A query; one of them is there. */
    record QueryDocument(Optional<String> clickhouse, Optional<String> postgres, Optional<String> java) {

        static QueryDocument of(Query query) {
            return new QueryDocument(
                    sql(query, Engine.CLICKHOUSE), sql(query, Engine.POSTGRES), sql(query, Engine.JAVA));
        }

        private static Optional<String> sql(Query query, Engine engine) {
            return Optional.of(query.sql()).filter(sql -> query.engine() == engine);
        }

        Query query() {
            return clickhouse
                    .map(Query::onClickHouse)
                    .or(() -> postgres.map(Query::onPostgres))
                    .orElseGet(() -> Query.inJava(java.orElseThrow()));
        }
    }

    /** A check with its schedule. */
    record HealthDocument(
            CheckDocument check, long everyMillis, long timeoutMillis, int errors, Healthcheck.OnFailure onFailure) {

        static HealthDocument of(Healthcheck health) {
            return new HealthDocument(
                    CheckDocument.of(health.check()),
                    health.every().toMillis(),
                    health.timeout().toMillis(),
                    health.errors(),
                    health.onFailure());
        }

        Healthcheck healthcheck() {
            return new Healthcheck(
                    check.check(), Duration.ofMillis(everyMillis), Duration.ofMillis(timeoutMillis), errors, onFailure);
        }
    }
}
