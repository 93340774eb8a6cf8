package io.longhaul.worker.target.clickhouse;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.QueryId;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.TargetStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadOnlyTargetIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(CLICKHOUSE);

    private ClickHouseTarget target;
    private ClickHouseTarget writing;

    @BeforeEach
    void connect() {
        ServiceUrl url = ServiceUrl.parse(services.freshClickHouseUrl(), List.of("http"));
        target = ClickHouseTarget.readOnly(url, Duration.ofSeconds(1));
        writing = new ClickHouseTarget(url);
        execute(writing, "CREATE TABLE t (n UInt32) ENGINE = MergeTree ORDER BY n");
    }

    @AfterEach
    void disconnect() {
        target.close();
        writing.close();
    }

    @Test
    void itReadsWithBoundParameters() {
        assertThat(target.rows("SELECT count() AS n, {p:String} AS p FROM t", Map.of("p", "it's")))
                .containsExactly(Map.of("n", "0", "p", "it's"));
        assertThat(target.tableBytes("t")).isZero();
        assertThat(target.freeDiskBytes()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t SELECT 1",
                "INSERT INTO t SELECT 1 SETTINGS readonly = 0",
                "DROP TABLE t",
                "CREATE TABLE u AS t",
                "ALTER TABLE t DELETE WHERE 1",
                "SET readonly = 0",
                "SELECT 1 SETTINGS readonly = 0"
            })
    void theServerRefusesWhatWouldChangeSomething(String sql) {
        assertThat(execute(target, sql)).isInstanceOf(Outcome.Failed.class);
        assertThatThrownBy(() -> target.rows(sql, Map.of())).isInstanceOf(TargetRefused.class);
        assertThat(writing.rows("SELECT count() AS n FROM t", Map.of())).containsExactly(Map.of("n", "0"));
        assertThat(writing.tables("")).containsExactly("t");
    }

    @Test
    void whatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> target.rows("SELECT sleepEachRow(0.1) FROM numbers(100)", Map.of()))
                .isInstanceOf(TargetRefused.class);
    }

    private static Outcome execute(ClickHouseTarget on, String sql) {
        return on.execute(new TargetStatement(new QueryId("lh-readonly-" + sql.hashCode()), sql, Map.of()));
    }
}
