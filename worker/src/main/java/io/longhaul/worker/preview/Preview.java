package io.longhaul.worker.preview;

import io.longhaul.common.definition.sql.Footprint;
import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.RebuildReport;
import io.longhaul.common.run.Failure;
import io.longhaul.common.version.Version;
import io.longhaul.worker.check.Findings;
import io.longhaul.worker.preview.Costing.Expected;
import io.longhaul.worker.start.Dependencies;
import io.longhaul.worker.start.Planning;
import io.longhaul.worker.start.StartChecks;
import io.longhaul.worker.start.StartChecks.Looked;
import io.longhaul.worker.target.TargetRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what a run of a migration would be, on a thread of its own: what has no answer in time is left, and says so.
 */
public final class Preview {

    private static final Logger log = LoggerFactory.getLogger(Preview.class);

    /** For each statement; the server ends what takes longer. */
    public static final Duration STATEMENT = Duration.ofSeconds(3);

    /** After that no further check is begun. */
    private static final Duration LOOKING = Duration.ofSeconds(5);

    private static final Duration ESTIMATING = Duration.ofSeconds(1);
    private static final Duration SAMPLING = Duration.ofSeconds(3);

    private final Supplier<Instruments> instruments;
    private final Optional<Version> application;
    private final Dependencies dependencies;
    private final Map<String, Callable<String>> services;
    private final Duration whole;
    private final LongSupplier nanoTime;

    /**
     * Previews of whatever a worker ships with.
     *
     * @param instruments makes new ones for each
     * @param application its version, where the worker was told
     * @param dependencies looks for what must be done before; does not wait for PostgreSQL
     * @param services asks each for its version, by its name
     * @param whole after which the report is given, whatever is known by then
     */
    public Preview(
            Supplier<Instruments> instruments,
            Optional<Version> application,
            Dependencies dependencies,
            Map<String, Callable<String>> services,
            Duration whole,
            LongSupplier nanoTime) {
        this.instruments = instruments;
        this.application = application;
        this.dependencies = dependencies;
        this.services = Map.copyOf(services);
        this.whole = whole;
        this.nanoTime = nanoTime;
    }

    /**
     * What a run would be.
     *
     * @param chosen parameters as people write them, by name
     * @param most so many operations are told one by one
     */
    public PlanReport of(Definition definition, Map<String, String> chosen, int most) throws InterruptedException {
        Deadline looking = new Deadline(LOOKING.compareTo(whole) < 0 ? LOOKING : whole, nanoTime);
        Draft draft = new Draft(new Findings(looking::isAhead, STATEMENT, nanoTime));
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(() -> work(definition, chosen, draft, done), "longhaul-preview");
        thread.setDaemon(true);
        thread.start();
        if (!done.await(whole.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.interrupt();
        }
        return draft.report(most);
    }

    private void work(Definition definition, Map<String, String> chosen, Draft draft, CountDownLatch done) {
        try (Instruments opened = instruments.get()) {
            look(definition, chosen, draft, opened);
        } catch (InterruptedException late) {
            log.atDebug().log("a question was given up before it was answered");
        } catch (TargetRefused refused) {
            draft.impossible(List.of(refused.failure()));
        } catch (RuntimeException mistake) {
            log.atError().setCause(mistake).log("a question found no answer");
            draft.impossible(List.of(new Failure("longhaul", "mistake", "it could not be found out: " + mistake)));
        } finally {
            done.countDown();
        }
    }

    private void look(Definition definition, Map<String, String> chosen, Draft draft, Instruments opened)
            throws InterruptedException {
        Looked looked = new StartChecks(opened.targets(), application, dependencies, services)
                .look(definition.migration(), chosen, draft.findings());
        draft.looked(looked);
        if (looked.notRequired() || !looked.choices().problems().isEmpty()) {
            draft.enough();
            return;
        }
        Planning.Outcome outcome =
                new Planning(opened.targets()).plan(definition, looked.choices().values());
        if (outcome instanceof Planning.Impossible impossible) {
            draft.impossible(impossible.failures());
            return;
        }
        Planning.Made made = (Planning.Made) outcome;
        Plan plan = made.plan();
        draft.planned(plan.operations().stream()
                .map(operation -> new Expected(
                        operation,
                        Footprint.of(operation.sql()),
                        operation.rows() > 0 ? Optional.of(operation.rows()) : Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList());
        Map<Integer, RebuildReport> rebuilds = made.rebuilds().isEmpty()
                ? Map.of()
                : new Reshaping(opened.targets().of(Engine.CLICKHOUSE)).of(plan, made.rebuilds());
        Deadline estimates = new Deadline(ESTIMATING, nanoTime);
        Deadline sampling = new Deadline(ESTIMATING.plus(SAMPLING), nanoTime);
        Costing costing = new Costing(
                opened.reckoning(),
                name -> opened.targets().of(Engine.CLICKHOUSE).quoted(name),
                estimates,
                sampling,
                nanoTime);
        List<Expected> expected = costing.expected(plan, rebuilds);
        CostReport cost = costing.cost(expected);
        draft.costs(expected, cost);
    }
}
