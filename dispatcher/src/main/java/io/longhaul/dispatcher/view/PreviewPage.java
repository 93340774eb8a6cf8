package io.longhaul.dispatcher.view;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.report.CheckReport;
import io.longhaul.common.report.CheckReport.Result;
import io.longhaul.common.report.CostReport;
import io.longhaul.common.report.OperationReport;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.report.PlanReport.Outlook;
import io.longhaul.common.run.RunState;
import io.longhaul.dispatcher.preview.Previewed.Told;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Facts;
import io.longhaul.dispatcher.text.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What a run would be: whether it would begin, what it would do, and what that would cost. */
public final class PreviewPage {

    private static final int INDENT = 24;
    private static final int MANY = 6;
    private static final int REASONS = 4;
    private static final int NAMES = 5;

    private final MigrationId migration;
    private final PlanReport report;
    private final String worker;
    private final Optional<RunState> run;

    /** {@code run} is the state of the newest run, where that keeps another one from being asked for. */
    public PreviewPage(MigrationId migration, Told told, Optional<RunState> run) {
        this.migration = migration;
        this.report = told.report();
        this.worker = told.worker().value();
        this.run = run;
    }

    /** All of it; {@code id} is what its reader types for the migration. */
    public String draw(String description, String id, int width, boolean colours) {
        StringBuilder drawn = new StringBuilder("%s   %s\n"
                .formatted(
                        Tone.STRONG.paint(migration.value(), colours), outlook().paint(words(), colours)));
        Facts facts = new Facts(width, colours);
        facts.add("what", description);
        facts.add("asked", worker + ", which looked and changed nothing");
        run.ifPresent(state -> facts.add(
                "not now",
                "its newest run: %s; see: longhaul show %s".formatted(state.words(), id),
                Tone.WAITING,
                MANY));
        if (!report.parameters().isEmpty()) {
            facts.add("with", new TreeMap<>(report.parameters()).toString());
        }
        report.problem().ifPresent(why -> facts.add("no plan", why, Tone.BAD, MANY));
        if (report.operationCount() > 0) {
            facts.add("does", operations());
        }
        report.cost().ifPresent(cost -> cost(cost, facts));
        drawn.append(facts.draw()).append('\n').append(checks(width, colours));
        report.operations().forEach(operation -> drawn.append(operation(operation, colours)));
        int more = report.operationCount() - report.operations().size();
        if (more > 0) {
            drawn.append(
                    "\n      … and %s more: longhaul plan %s --all\n".formatted(Counts.plural(more, "operation"), id));
        }
        return drawn.toString();
    }

    /** A few lines for who is about to ask for the run. */
    public String brief(int width, boolean colours) {
        List<String> lines = new ArrayList<>();
        lines.add("%s   %s"
                .formatted(
                        Tone.STRONG.paint(migration.value(), colours), outlook().paint(words(), colours)));
        Facts facts = new Facts(width, colours);
        report.checks().stream()
                .filter(check -> check.kind().equals("required"))
                .forEach(check -> facts.add("required", check.words()));
        report.checks().stream()
                .filter(check -> !check.kind().equals("required") && check.result() != Result.PASSED)
                .forEach(check -> facts.add(check.kind(), check.words(), tone(check.result()), 2));
        report.problem().ifPresent(why -> facts.add("no plan", why, Tone.BAD, 2));
        if (report.operationCount() > 0) {
            facts.add("does", operations());
        }
        report.operations().stream()
                .flatMap(operation -> operation.rebuild().stream())
                .limit(NAMES)
                .forEach(rebuild -> facts.add("rebuilds", RebuildLines.brief(rebuild), Tone.PLAIN, 2));
        report.cost().ifPresent(cost -> facts.add("costs", CostWords.brief(cost)));
        return String.join("\n", lines) + "\n" + facts.draw();
    }

    private String operations() {
        String all = Counts.plural(report.operationCount(), "operation");
        if (report.irreversibleCount() == 0) {
            return all
                    + (report.operations().stream()
                                    .anyMatch(one -> !one.rollback().isEmpty())
                            ? ", none marked irreversible"
                            : ", none with a rollback");
        }
        String names =
                String.join(", ", report.irreversible().stream().limit(NAMES).toList());
        int more = report.irreversibleCount()
                - Math.min(NAMES, report.irreversible().size());
        return "%s, irreversible: %s%s".formatted(all, names, more > 0 ? " and %d more".formatted(more) : "");
    }

    private static void cost(CostReport cost, Facts facts) {
        facts.add("writes", CostWords.written(cost));
        facts.add("peak disk", CostWords.peak(cost));
        facts.add(
                "takes",
                CostWords.time(cost)
                        + cost.time().map(time -> ", " + CostWords.source(time)).orElse(""));
        cost.unknown().stream().limit(REASONS).forEach(why -> facts.add("unknown", why));
        int more = cost.unknown().size() - REASONS;
        if (more > 0) {
            facts.add("", "and %d more; --output json has them".formatted(more));
        }
    }

    private String checks(int width, boolean colours) {
        StringBuilder drawn = new StringBuilder("%-13s%-11s%s\n".formatted("CHECK", "RESULT", "FOUND"));
        for (CheckReport check : report.checks()) {
            drawn.append("%-13s".formatted(check.kind()))
                    .append(tone(check).paint("%-11s".formatted(word(check)), colours))
                    .append(String.join("\n" + " ".repeat(INDENT), Facts.wrap(check.words(), width - INDENT, MANY)))
                    .append('\n');
        }
        return drawn.toString();
    }

    private static String operation(OperationReport operation, boolean colours) {
        List<String> notes = new ArrayList<>();
        notes.add("after a crash it "
                + switch (operation.onCrash()) {
                    case "RESUME" -> "goes on";
                    case "ROLLBACK" -> "goes back";
                    default -> "asks";
                });
        operation.timeout().ifPresent(timeout -> notes.add("killed after " + timeout));
        if (operation.engine().equals(Engine.POSTGRES.name())) {
            notes.add("on " + Engine.POSTGRES.title());
        }
        return PlanPage.operation(operation, colours) + "      note  %s\n".formatted(String.join(" · ", notes));
    }

    private static String word(CheckReport check) {
        boolean required = check.kind().equals("required");
        return switch (check.result()) {
            case PASSED -> required ? "yes" : "ok";
            case FAILED -> required ? "no" : "FAILED";
            case NO_ANSWER -> "NO ANSWER";
            case NOT_LOOKED -> "not known";
        };
    }

    private static Tone tone(CheckReport check) {
        return check.kind().equals("required") && check.result() == Result.FAILED ? Tone.QUIET : tone(check.result());
    }

    private static Tone tone(Result result) {
        return switch (result) {
            case PASSED -> Tone.GOOD;
            case FAILED, NO_ANSWER -> Tone.BAD;
            case NOT_LOOKED -> Tone.WAITING;
        };
    }

    private String words() {
        return switch (report.outlook()) {
            case GO -> run.isPresent() ? "WOULD BE REFUSED" : "CAN BE RUN";
            case NOT_REQUIRED -> "NOT REQUIRED";
            case REFUSED -> "WOULD BE REFUSED";
            case UNKNOWN -> "NOBODY KNOWS YET";
        };
    }

    private Tone outlook() {
        return switch (report.outlook()) {
            case GO -> run.isPresent() ? Tone.BAD : Tone.GOOD;
            case NOT_REQUIRED -> Tone.QUIET;
            case REFUSED -> Tone.BAD;
            case UNKNOWN -> Tone.WAITING;
        };
    }

    /** Whether a run would begin, or needs not. */
    public boolean isFine() {
        return report.outlook() == Outlook.NOT_REQUIRED || (report.outlook() == Outlook.GO && run.isEmpty());
    }
}
