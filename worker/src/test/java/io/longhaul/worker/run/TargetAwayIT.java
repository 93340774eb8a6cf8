package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Controls.Answer;
import io.longhaul.common.store.Controls.By;
import io.longhaul.local.junit.LocalServices;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ClickHouse goes away under a statement. */
@Tag("slow")
class TargetAwayIT {

    private static final String WAITS = "waiting for ClickHouse, which does not answer";

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS);

    @RegisterExtension
    static final LocalServices own = LocalServices.own(CLICKHOUSE);

    @Test
    void aRunThatWaitsForItsTargetSaysSoGrantsNothingAndGoesOnByItself() {
        String clickHouse = own.freshClickHouseUrl();
        try (Bench bench = new Bench(
                services.freshPostgresUrl(),
                services.freshRedisUrl(),
                clickHouse,
                clickHouse,
                Operations.insertByStaging(),
                Operations.nap())) {
            bench.sql("CREATE TABLE t (number UInt64) ENGINE = MergeTree ORDER BY number");
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            bench.running(run, 2);

            own.clickhouse().kill();

            Bench.await().until(() -> bench.find(run).reason().orElse("").equals(WAITS));
            long sequence = bench.find(run).sequence();
            Bench.await().until(() -> bench.find(run).sequence() > sequence + 1);
            own.clickhouse().start();
            bench.running(run, 2);
            assertThat(bench.find(run).reason()).isEmpty();
            bench.running(run, 4);

            own.clickhouse().kill();
            Bench.await().until(() -> bench.find(run).reason().orElse("").equals(WAITS));
            assertThat(bench.store.controls().stop(run, new By("alice", ""))).isInstanceOf(Answer.Asked.class);
            assertThat(bench.find(run).state()).isEqualTo(RunState.RUNNING);
            own.clickhouse().start();

            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.FAILED);
            assertThat(bench.find(run).reason()).contains("stopped as asked");
            assertThat(bench.find(run).epoch().value()).isEqualTo(1);
            assertThat(bench.value("SELECT count() FROM t")).isEqualTo("" + Operations.ROWS);
        }
    }
}
