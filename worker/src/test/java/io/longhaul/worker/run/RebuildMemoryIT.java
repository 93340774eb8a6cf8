package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.migration.TableShape;
import io.longhaul.common.run.Chunk;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.QueryId;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import io.longhaul.worker.target.Outcome;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetStatement;
import io.longhaul.worker.target.clickhouse.ClickHouseTarget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much is copied at once: in a few blocks, and less where a server gives a statement little memory. */
@Tag("slow")
class RebuildMemoryIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    private static final TableShape OTHER_KEY = TableShape.of(Optional.empty(), Optional.of("(text, id)"));

    private final String clickHouse = services.freshClickHouseUrl();

    private static Target withMemory(Target real, String limit) {
        return Intercepted.by((method, arguments) -> {
            if (method.getName().equals("execute")
                    && arguments[0] instanceof TargetStatement statement
                    && statement.sql().startsWith("INSERT INTO")) {
                String sql = statement
                        .sql()
                        .replace(
                                "SETTINGS max_threads", "SETTINGS max_memory_usage = %s, max_threads".formatted(limit));
                return real.execute(new TargetStatement(statement.query(), sql, statement.parameters()));
            }
            return method.invoke(real, arguments);
        });
    }

    /** Answers all chunks that there were, when all is copied. */
    private List<Chunk> rebuild(Bench bench, String limit) {
        RunId run = bench.ask().id();
        ServiceUrl url = ServiceUrl.parse(clickHouse, List.of("http"));
        bench.dead.diesIn(
                run,
                Direction.FORWARD,
                Direction.FORWARD,
                statement -> assertThat(bench.rebuilding(
                                        url, () -> withMemory(new ClickHouseTarget(url), limit), new AskedGuard())
                                .execute(statement))
                        .isInstanceOf(Outcome.Returned.class));
        QueryId attempt = bench.store.journal().attempts(run).get(0).query();
        List<Chunk> chunks = bench.store.chunks().of(attempt);
        assertThat(bench.carriedOut(run)).isEqualTo(RunState.SUCCEEDED);
        Rebuilt.assertNothingLeftBehind(bench);
        return chunks;
    }

    private static void assertAllRows(Bench bench, int rows) {
        assertThat(bench.value("SELECT count() FROM events")).isEqualTo(Integer.toString(rows));
        assertThat(bench.value("SELECT uniqExact(id) FROM events")).isEqualTo(Integer.toString(rows));
    }

    @Test
    void aChunkIsCopiedInAFewBlocksOfWhichEachBecomesAPart() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 600_000, "MergeTree ORDER BY tuple()")) {
            List<Chunk> chunks = rebuild(bench, "0");

            assertAllRows(bench, 600_000);
            assertThat(chunks).hasSize(1);
            assertThat(chunks.get(0).filling().parts()).hasSizeBetween(4, 5);
        }
    }

    @Test
    void whatCannotBeDividedIsCopiedInSmallerBlocks() {
        try (Bench bench = Rebuilt.bench(services, clickHouse, OTHER_KEY, 400_000, "MergeTree ORDER BY tuple()")) {
            bench.sql("OPTIMIZE TABLE events FINAL");

            List<Chunk> chunks = rebuild(bench, "10000000");

            assertAllRows(bench, 400_000);
            assertThat(chunks).hasSize(1);
            assertThat(chunks.get(0).tries()).isGreaterThan(1);
        }
    }

    @Test
    void partitionsThatAreTooMuchTogetherAreCopiedApart() {
        try (Bench bench =
                Rebuilt.bench(services, clickHouse, OTHER_KEY, 90_000, "MergeTree PARTITION BY id % 40 ORDER BY id")) {

            List<Chunk> chunks = rebuild(bench, "3000000");

            assertAllRows(bench, 90_000);
            assertThat(chunks).anyMatch(chunk -> chunk.state() == Chunk.State.REPLACED);
        }
    }
}
