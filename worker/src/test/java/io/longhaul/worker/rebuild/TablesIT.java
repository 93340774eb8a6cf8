package io.longhaul.worker.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.local.junit.LocalServices;
import io.longhaul.local.service.Kind;
import io.longhaul.worker.target.clickhouse.ClickHouseByHand;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who writes to a table without being in {@code system.processes}: his rows have to be waited for. */
class TablesIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(Kind.CLICKHOUSE);

    @AutoClose
    private final ClickHouseByHand clickHouse = new ClickHouseByHand(services.freshClickHouseUrl());

    private boolean hasStreams() throws InterruptedException {
        return Tables.hasStreams(clickHouse.target::rows);
    }

    @Test
    void aBufferWritesInTheBackground() throws InterruptedException {
        clickHouse.sql("CREATE TABLE events (id UInt64) ENGINE = MergeTree ORDER BY id");
        assertThat(hasStreams()).isFalse();

        clickHouse.sql("CREATE TABLE buffer AS events"
                + " ENGINE = Buffer(currentDatabase(), events, 1, 60, 60, 100, 100, 1000, 1000)");

        assertThat(hasStreams()).isTrue();
        clickHouse.sql("DROP TABLE buffer SYNC");
    }
}
