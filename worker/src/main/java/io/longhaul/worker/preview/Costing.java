package io.longhaul.worker.preview;

import io.longhaul.common.config.Durations;
import io.longhaul.common.definition.sql.Footprint;
import io.longhaul.common.definition.sql.InsertSelect;
import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.plan.PlannedOperation;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.CostReport.Amount;
import io.longhaul.common.report.CostReport.TimeReport;
import io.longhaul.common.report.RebuildReport;
import io.longhaul.worker.preview.DiskPeak.Write;
import io.longhaul.worker.preview.Sample.Timed;
import io.longhaul.worker.target.Reckoning;
import io.longhaul.worker.target.Reckoning.Share;
import io.longhaul.worker.target.Reckoning.Table;
import io.longhaul.worker.target.TargetRefused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What the operations of a plan are expected to write, how much disk that needs, and how long it takes. */
final class Costing {

    /** How many times as long as reading, writing takes: decision 53 has the measurements. */
    static final int QUICK = 4;

    static final int SLOW = 20;

    /** Of how many statements a sample is tried, where the first ones cannot be read yet. */
    private static final int TRIES = 3;

    private final Reckoning reckoning;
    private final UnaryOperator<String> quoted;
    private final Sample sample;
    private final Deadline estimates;
    private final Deadline all;
    private final Map<String, Optional<Table>> sources = new HashMap<>();
    private final Map<Table, Optional<Double>> widths = new HashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    /**
     * For one plan.
     *
     * @param quoted puts the quotes of ClickHouse around a name
     * @param estimates until when rows are estimated
     * @param all until when a sample may go on
     */
    Costing(
            Reckoning reckoning,
            UnaryOperator<String> quoted,
            Deadline estimates,
            Deadline all,
            LongSupplier nanoTime) {
        this.quoted = quoted;
        this.reckoning = reckoning;
        this.sample = new Sample(reckoning, nanoTime);
        this.estimates = estimates;
        this.all = all;
    }

    /**
     * What one operation writes.
     *
     * @param rows absent where nobody can say
     * @param bytes absent where nobody can say
     * @param rebuild what becomes of a table, where it rebuilds one
     */
    record Expected(
            PlannedOperation operation,
            Footprint footprint,
            Optional<Long> rows,
            Optional<Long> bytes,
            Optional<RebuildReport> rebuild) {

        private static Expected of(
                PlannedOperation operation, Footprint footprint, Optional<Long> rows, Optional<Long> bytes) {
            return new Expected(operation, footprint, rows, bytes, Optional.empty());
        }

        private boolean isLinked() {
            return rebuild.filter(RebuildReport::linked).isPresent();
        }

        /** An old table that is not kept gives its room back when the new one is there. */
        private Stream<Write> writes() {
            Write write = new Write(footprint, bytes);
            return rebuild.filter(found -> Durations.parse(found.keepOldTable()).isZero() && !found.linked())
                    .map(dropped -> Stream.of(write, new Write(Footprint.FREES, Optional.of(0L))))
                    .orElse(Stream.of(write));
        }
    }

    /** {@code rebuilds} are those that were looked at, by the index of their operation. */
    List<Expected> expected(Plan plan, Map<Integer, RebuildReport> rebuilds) {
        return plan.operations().stream()
                .map(operation -> operation.engine() == Engine.BUILT_IN
                        ? expected(operation, Optional.ofNullable(rebuilds.get(operation.index())))
                        : expected(operation))
                .toList();
    }

    /** A copy is as large as what is copied; links are next to nothing. */
    private Expected expected(PlannedOperation operation, Optional<RebuildReport> rebuild) {
        if (rebuild.isEmpty()) {
            unknown.add(
                    "what '%s' copies nobody can say before the rebuild that precedes it".formatted(operation.name()));
            return Expected.of(operation, Footprint.UNKNOWN, Optional.empty(), Optional.empty());
        }
        boolean linked = rebuild.get().linked();
        return new Expected(
                operation,
                linked ? Footprint.NONE : Footprint.WRITES,
                rebuild.map(found -> linked ? 0L : found.tableRows()),
                rebuild.map(found -> linked ? 0L : found.tableBytes()),
                rebuild);
    }

    private Expected expected(PlannedOperation operation) {
        Footprint footprint = Footprint.of(operation.sql());
        if (footprint == Footprint.NONE || footprint == Footprint.FREES) {
            return Expected.of(operation, footprint, Optional.of(0L), Optional.of(0L));
        }
        if (footprint == Footprint.UNKNOWN) {
            unknown.add("what '%s' writes cannot be told from its words".formatted(operation.name()));
            return Expected.of(operation, footprint, Optional.empty(), Optional.empty());
        }
        Optional<Long> rows = operation.rows() > 0 ? Optional.of(operation.rows()) : estimated(operation);
        Optional<Long> bytes = rows.flatMap(
                many -> source(operation).flatMap(this::width).map(bytesPerRow -> Math.round(many * bytesPerRow)));
        if (rows.isEmpty()) {
            unknown.add("how many rows '%s' writes nobody can say beforehand".formatted(operation.name()));
        } else if (bytes.isEmpty()) {
            unknown.add("how many bytes a row takes that '%s' writes nobody can say".formatted(operation.name()));
        }
        return Expected.of(operation, footprint, rows, bytes);
    }

    private Optional<Long> estimated(PlannedOperation operation) {
        return reading(operation)
                .filter(InsertSelect::rowByRow)
                .flatMap(select -> shares(select, operation))
                .filter(shares -> !shares.isEmpty())
                .map(shares -> shares.stream().mapToLong(Share::rows).sum());
    }

    private static Optional<InsertSelect> reading(PlannedOperation operation) {
        return operation.engine() == Engine.CLICKHOUSE ? InsertSelect.in(operation.sql()) : Optional.empty();
    }

    private Optional<List<Share>> shares(InsertSelect select, PlannedOperation operation) {
        if (!estimates.isAhead()) {
            unknown.add("there was no time to estimate the rows of every operation");
            return Optional.empty();
        }
        try {
            List<Share> shares = reckoning.estimate(select.select(), operation.parameters());
            sources.put(operation.statement(), single(shares));
            return Optional.of(shares);
        } catch (TargetRefused refused) {
            sources.put(operation.statement(), Optional.empty());
            return Optional.empty();
        }
    }

    private static Optional<Table> single(List<Share> shares) {
        return shares.size() == 1 ? Optional.of(shares.get(0).table()) : Optional.empty();
    }

    /** The one table that the statement reads, whatever its parameters are. */
    private Optional<Table> source(PlannedOperation operation) {
        if (!sources.containsKey(operation.statement())) {
            reading(operation).ifPresent(select -> shares(select, operation));
        }
        return sources.getOrDefault(operation.statement(), Optional.empty());
    }

    private Optional<Double> width(Table table) {
        try {
            return widths.computeIfAbsent(table, reckoning::bytesPerRow);
        } catch (TargetRefused refused) {
            return Optional.empty();
        }
    }

    CostReport cost(List<Expected> expected) {
        boolean allRows = expected.stream().allMatch(one -> one.rows().isPresent());
        boolean allBytes = expected.stream().allMatch(one -> one.bytes().isPresent());
        long rows = expected.stream().mapToLong(one -> one.rows().orElse(0L)).sum();
        long bytes = expected.stream().mapToLong(one -> one.bytes().orElse(0L)).sum();
        Amount peak = DiskPeak.of(expected.stream().flatMap(Expected::writes).toList());
        Optional<TimeReport> time = rows > 0 ? time(expected, rows, allRows) : ofLinks(expected, allRows);
        return new CostReport(
                new Amount(rows, allRows), new Amount(bytes, allBytes), peak, time, new ArrayList<>(unknown));
    }

    /** Links alone take seconds, however many rows they are of; there is nothing to sample. */
    private static Optional<TimeReport> ofLinks(List<Expected> expected, boolean complete) {
        return expected.stream()
                .filter(one -> complete && one.isLinked())
                .findFirst()
                .map(linked -> new TimeReport(linked.operation().index(), 0, 0, 0, 0, true));
    }

    /** What is read where this operation is timed; absent where that would say nothing. */
    private Optional<String> sampled(Expected one) {
        return one.rebuild().isPresent()
                ? one.rebuild()
                        .filter(found -> !found.linked())
                        .map(found -> "SELECT * FROM " + quoted.apply(found.table()))
                : reading(one.operation()).filter(InsertSelect::rowByRow).map(InsertSelect::select);
    }

    private Optional<TimeReport> time(List<Expected> expected, long rows, boolean complete) {
        Set<String> tried = new LinkedHashSet<>();
        List<Expected> largestFirst = expected.stream()
                .filter(one -> one.rows().orElse(0L) > 0)
                .sorted(Comparator.comparing((Expected one) -> one.rows().orElse(0L))
                        .reversed())
                .toList();
        for (Expected one : largestFirst) {
            PlannedOperation operation = one.operation();
            Optional<String> select = sampled(one);
            if (select.isEmpty() || tried.size() >= TRIES || !tried.add(operation.statement())) {
                continue;
            }
            Optional<Timed> timed = sample.take(select.get(), operation.parameters(), all);
            if (timed.isPresent()) {
                return Optional.of(time(operation, timed.get(), rows, complete));
            }
        }
        unknown.add("no operation could be sampled, so nobody can say how long it takes");
        return Optional.empty();
    }

    private static TimeReport time(PlannedOperation operation, Timed timed, long rows, boolean complete) {
        double seconds = timed.span().toNanos() / 1e9 / timed.rows() * rows;
        return new TimeReport(
                operation.index(),
                timed.rows(),
                timed.span().toMillis(),
                (long) Math.ceil(seconds * QUICK),
                (long) Math.ceil(seconds * SLOW),
                complete);
    }
}
