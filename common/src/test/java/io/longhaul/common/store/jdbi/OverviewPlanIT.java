package io.longhaul.common.store.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 10,000 runs of 50 migrations, 10 attempts each: years of an installation. */
class OverviewPlanIT {

    @RegisterExtension
    static final FreshStore fresh = new FreshStore();

    private final JdbiStore store = fresh.store();

    @Test
    void theOverviewOfManyRunsReadsOnlyTheNewestOfEachMigration() {
        fresh.runs()
                .register(IntStream.range(0, 50).mapToObj("%04d_m"::formatted).toArray(String[]::new));
        fresh.sql().useHandle(handle -> {
            handle.execute("""
                    INSERT INTO run (id, migration, checksum, state, direction, wish, asked_by, asked_at)
                    SELECT overlay(CAST(gen_random_uuid() AS text) PLACING lpad(to_hex(n), 8, '0') FROM 1 FOR 8)::uuid,
                           m.id, '', 'ROLLED_BACK', 'FORWARD', 'RUN', 'alice', now() - make_interval(hours => n)
                      FROM generate_series(1, 10000) n
                      JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM migration) m ON m.place = n % 50 + 1""");
            handle.execute("""
                    INSERT INTO plan (run, document)
                    SELECT id, jsonb_build_object('operations', jsonb_build_array(jsonb_build_object('name', 'copy'))) FROM run""");
            handle.execute("""
                    INSERT INTO attempt (run, operation, chunk, direction, epoch, worker, query_id, statement)
                    SELECT id, 1, chunk, 'FORWARD', 1, 'w-1', 'q' || chunk, '' FROM run, generate_series(1, 10) chunk""");
            handle.execute("ANALYZE");
        });

        String plan = fresh.sql()
                .withHandle(handle -> String.join(
                        "\n",
                        handle.select("EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF) " + OverviewQuery.SQL)
                                .mapTo(String.class)
                                .list()));

        assertThat(plan)
                .contains("using run_of_migration on run")
                .contains("using attempt_of_run on attempt")
                .contains("using plan_pkey on plan")
                .doesNotContain("Seq Scan on run", "Seq Scan on attempt", "Seq Scan on plan");
        assertThat(store.search().overview())
                .hasSize(50)
                .allSatisfy(line -> assertThat(line.operation()).contains("copy"));
    }
}
