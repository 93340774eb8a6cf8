package io.longhaul.worker;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Run;
import io.longhaul.common.store.RunStore;
import io.longhaul.common.store.StoreUnavailable;
import io.longhaul.worker.answer.Answer;
import io.longhaul.worker.answer.DoctorAnswer;
import io.longhaul.worker.answer.PlanAnswer;
import io.longhaul.worker.catalog.ShippedMigrations;
import io.longhaul.worker.preview.Instruments;
import io.longhaul.worker.preview.Preview;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.target.Examination;
import io.longhaul.worker.target.TargetRefused;
import io.longhaul.worker.target.Targets;
import io.longhaul.worker.target.clickhouse.ClickHouseExamination;
import io.longhaul.worker.target.clickhouse.ClickHouseReckoning;
import io.longhaul.worker.target.postgres.PostgresExamination;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * Puts together what a worker can be asked, one class for each. They look at the targets only through connections that
 * cannot change anything.
 */
final class AnswerSource {

    /** For all of what a run would be. */
    private static final Duration PREVIEW = Duration.ofSeconds(9);

    private final WorkerSettings settings;
    private final ShippedMigrations shipped;
    private final TargetSource targets;
    private final RunStore runs;
    private final Map<String, Callable<String>> services;

    /** {@code services} are asked for their versions, by their names. */
    AnswerSource(
            WorkerSettings settings,
            ShippedMigrations shipped,
            TargetSource targets,
            RunStore runs,
            Map<String, Callable<String>> services) {
        this.settings = settings;
        this.shipped = shipped;
        this.targets = targets;
        this.runs = runs;
        this.services = services;
    }

    List<Answer> all(Targets lookedAt, Clock clock, LongSupplier nanoTime) {
        List<Examination> examinations = new ArrayList<>();
        examinations.add(ClickHouseExamination.of(
                lookedAt.of(Engine.CLICKHOUSE), settings.clickHouse().address(), clock));
        settings.targetPostgres()
                .ifPresent(url ->
                        examinations.add(PostgresExamination.of(lookedAt.of(Engine.POSTGRES), url.address(), clock)));
        Preview preview = new Preview(
                this::instruments,
                settings.application(),
                new Dependencies(this::newestNow, shipped::find),
                services,
                PREVIEW,
                nanoTime);
        return List.of(
                new DoctorAnswer(settings.application(), shipped.all().size(), settings.timers(), examinations),
                new PlanAnswer(shipped::find, preview));
    }

    private Instruments instruments() {
        Targets own = targets.toLookAt(Preview.STATEMENT);
        return new Instruments(own, new ClickHouseReckoning(own.of(Engine.CLICKHOUSE)));
    }

    /** For who cannot wait until PostgreSQL is back. */
    private Optional<Run> newestNow(MigrationId migration) {
        try {
            return runs.newest(migration);
        } catch (StoreUnavailable away) {
            throw new TargetRefused(new Failure("longhaul", "store", String.valueOf(away.getMessage())), away);
        }
    }
}
