package io.longhaul.worker.run;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.common.config.ServiceUrl;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.RunId;
import io.longhaul.common.run.RunState;
import io.longhaul.local.junit.LocalServices;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The heart cannot say that the worker lives, although the worker could still do everything else. */
@Tag("slow")
class SelfFencedIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, REDIS, CLICKHOUSE);

    @Test
    void withoutAGoodBeatNothingNewIsIssuedUntilThereIsOne() throws SQLException {
        String postgres = services.freshPostgresUrl();
        String clickHouse = services.freshClickHouseUrl();
        try (Bench bench = new Bench(
                        postgres,
                        services.freshRedisUrl(),
                        clickHouse,
                        clickHouse,
                        Operations.nap("one"),
                        Operations.nap("two"),
                        Operations.nothing());
                Connection holdsTheRow = connect(postgres)) {
            RunId run = bench.ask().id();
            CompletableFuture<Void> work = bench.carryOut(run);
            bench.running(run, 1);

            keepBeatsOut(holdsTheRow);

            Bench.await()
                    .during(Duration.ofSeconds(1))
                    .until(() -> attempts(bench, run).stream()
                            .allMatch(attempt -> attempt.result().isPresent()));
            assertThat(attempts(bench, run)).as("the third is at once").hasSizeLessThan(3);
            holdsTheRow.rollback();
            work.join();
            assertThat(bench.find(run).state()).isEqualTo(RunState.SUCCEEDED);
        }
    }

    /** A beat updates the run and waits for this; what writes to the journal only shares it. */
    private static void keepBeatsOut(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT FROM longhaul.run FOR SHARE");
        }
    }

    private static Connection connect(String postgres) throws SQLException {
        ServiceUrl url = ServiceUrl.parse(postgres, List.of("postgresql"));
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(url.host(), url.port(), url.path()),
                url.user().orElseThrow(),
                url.password().orElseThrow().reveal());
    }

    private static List<Attempt> attempts(Bench bench, RunId run) {
        return bench.store.journal().attempts(run);
    }
}
