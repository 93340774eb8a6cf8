package io.longhaul.local.front;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longhaul.local.junit.LocalServices;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrontRestartIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.own(CLICKHOUSE);

    @Test
    void whatWasCommittedIsThereAfterAKillInTheMiddleOfAnInsert() {
        Http clickhouse = new Http(services.clickhouse().url());
        clickhouse.query("CREATE TABLE kept (x UInt64) ENGINE = MergeTree ORDER BY x");
        clickhouse.query("INSERT INTO kept SELECT number FROM numbers(1000)");
        var insert = clickhouse.sendLater(
                "INSERT INTO kept SELECT 5000 + ignore(sleep(3)) FROM numbers(1)", Map.of("query_id", "cut-1"));
        await().until(() -> clickhouse
                .query("SELECT count() FROM system.processes WHERE query_id = 'cut-1'")
                .equals("1"));

        services.clickhouse().restart();

        assertThat(insert)
                .failsWithin(java.time.Duration.ofSeconds(5))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class);
        assertThat(clickhouse.query("SELECT count(), max(x) FROM kept")).isEqualTo("1000\t999");
    }

    @Test
    void aServerThatIsAskedToStopStopsAndKeepsItsData() {
        Http clickhouse = new Http(services.clickhouse().url());
        clickhouse.query("CREATE TABLE stopped (x UInt64) ENGINE = MergeTree ORDER BY x");

        services.clickhouse().stop();
        assertThat(services.clickhouse().isRunning()).isFalse();
        services.clickhouse().start();

        assertThat(clickhouse.query("SELECT count() FROM stopped")).isEqualTo("0");
    }
}
