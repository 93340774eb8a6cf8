package io.longhaul.worker.target.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.QueryId;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetStatement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What somebody does to a ClickHouse database past all programs. */
public final class ClickHouseByHand implements AutoCloseable {

    private static final AtomicInteger statements = new AtomicInteger();

    public final ClickHouseTarget target;

    /** On a database with an address as Longhaul's settings have it. */
    public ClickHouseByHand(String address) {
        target = new ClickHouseTarget(ServiceUrl.parse(address, List.of("http")));
    }

    /** Must succeed. */
    public void sql(String statement) {
        QueryId query = new QueryId("by-hand-%d".formatted(statements.incrementAndGet()));
        assertThat(target.execute(new TargetStatement(query, statement, Map.of())))
                .isInstanceOf(Outcome.Returned.class);
    }

    /** The one value of a query. */
    public String value(String query) {
        return target.rows(query, Map.of()).get(0).values().iterator().next();
    }

    @Override
    public void close() {
        target.close();
    }
}
