package io.longhaul.acceptance;

import static io.longhaul.local.service.Kind.CLICKHOUSE;
import static io.longhaul.local.service.Kind.POSTGRES;
import static io.longhaul.local.service.Kind.RABBIT;
import static io.longhaul.local.service.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.longhaul.acceptance.stage.Program;
import io.longhaul.acceptance.stage.Stage;
import io.longhaul.acceptance.stage.Waiting;
import io.longhaul.local.junit.LocalServices;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A migration over ClickHouse and PostgreSQL, by the launchers. */
@Tag("slow")
class BothEnginesIT {

    @RegisterExtension
    static final LocalServices services = LocalServices.with(POSTGRES, RABBIT, REDIS, CLICKHOUSE);

    @TempDir
    Path logs;

    private AppDatabase app;

    @BeforeEach
    void accounts() {
        app = new AppDatabase(services.freshPostgresUrl());
        app.execute("CREATE TABLE account (id int PRIMARY KEY, counted int NOT NULL DEFAULT 0)");
        app.execute("INSERT INTO account VALUES (1), (2), (3)");
    }

    @Test
    void aWorkerThatIsKilledInItsTransactionCostsTimeAndNothingElse() throws Exception {
        try (Stage stage = stage()) {
            stage.startReaper();
            Program worker = startWorker(stage);
            assertThat(stage.longhaul("run", "0007").code()).isZero();
            Waiting.until(() -> app.value("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'lh-%'"
                            + " AND query LIKE 'UPDATE account%' AND state = 'active'")
                    .equals("1"));

            worker.kill();

            startWorker(stage);
            Waiting.until(() -> state(stage).equals("SUCCEEDED"));
            assertThat(app.value("SELECT string_agg(counted::text, ' ' ORDER BY id) FROM account"))
                    .isEqualTo("10 20 30");
            assertThat(stage.value("SELECT count() FROM events_of_account FINAL"))
                    .isEqualTo("3");
            assertThat(stage.run("0007").epoch()).isGreaterThan(1);

            assertThat(stage.longhaul("rollback", "0007").code()).isZero();

            Waiting.until(() -> state(stage).equals("ROLLED_BACK"));
            assertThat(app.value("SELECT string_agg(counted::text, ' ' ORDER BY id) FROM account"))
                    .isEqualTo("0 0 0");
            assertThat(app.value("SELECT count(*) FROM pg_class WHERE relname = 'account_counted'"))
                    .isEqualTo("0");
        }
    }

    private Stage stage() {
        return new Stage(services.set(), Path.of("src", "test", "resources", "both-engines"), logs)
                .withFastestTimers()
                .with("LONGHAUL_TARGET_POSTGRES_URL", app.url());
    }

    private static Program startWorker(Stage stage) {
        Program worker = stage.startWorker();
        Waiting.until(() -> worker.err().contains("worker is up"));
        return worker;
    }

    private static String state(Stage stage) {
        return stage.run("0007").state();
    }
}
