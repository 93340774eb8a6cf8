package io.longhaul.local.quickstart;

import io.longhaul.local.quickstart.EventsTable.Facts;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fills the example table, migrates it, compares. Expects the variables that {@code deploy/stack env} prints. */
public final class Quickstart {

    private static final String MIGRATION = "0001_events_sorting_key";

    private final Map<String, String> environment;
    private final PrintStream out;

    private Quickstart(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** {@code Quickstart ROWS LAUNCHER}; the exit code is 0 only if the migration succeeded and no row changed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new Quickstart(System.getenv(), out).run(Long.parseLong(arguments[0]), arguments[1]));
    }

    private int run(long rows, String launcher) throws IOException, InterruptedException {
        ClickHouse clickHouse = new ClickHouse(URI.create(environment.get("LONGHAUL_CLICKHOUSE_URL")));
        EventsTable events = new EventsTable(clickHouse);
        out.println("Filling table events:");
        events.fill(rows, out);
        Facts before = events.facts();
        Visitors visitors = new Visitors(clickHouse);
        int exit;
        try (visitors) {
            visitors.come();
            out.printf("%nFrom now on an application inserts %d rows at a time into it.%n", Visitors.BATCH);
            out.printf("Migrating it: longhaul run %s --yes --wait%n", MIGRATION);
            exit = new ProcessBuilder(launcher, "run", MIGRATION, "--yes", "--wait")
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        Facts after = events.facts();
        Visitors.Count meanwhile = visitors.count();
        boolean same = before.rows() == after.rows() && before.checksum().equals(after.checksum());
        report(before, after, same, meanwhile, show(launcher));
        return exit != 0 ? exit : same && meanwhile.isRight() ? 0 : 1;
    }

    private static JsonNode show(String launcher) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(launcher, "show", MIGRATION, "--output", "json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode shown = JsonMapper.shared().readTree(process.getInputStream().readAllBytes());
        process.waitFor();
        return shown;
    }

    private void report(Facts before, Facts after, boolean same, Visitors.Count meanwhile, JsonNode run) {
        String task = run.path("taskId").asString("");
        out.println();
        line("final state", run.path("state").asString("unknown"));
        line("rows", "%s before, %s after".formatted(number(before.rows()), number(after.rows())));
        line(
                "checksum",
                "%s before, %s after: %s".formatted(before.checksum(), after.checksum(), same ? "equal" : "DIFFERENT"));
        line(
                "meanwhile",
                "%s rows inserted, %s there, each %s; %s refused; the longest insert took %d ms"
                        .formatted(
                                number(meanwhile.acknowledged()),
                                number(meanwhile.there()),
                                meanwhile.isRight() ? "once" : "NOT ONCE",
                                number(meanwhile.refused()),
                                meanwhile.longestMillis()));
        line("sorting key", before.sortingKey());
        line("  now", after.sortingKey());
        line(
                "a typical query",
                "read %s rows before, %s after (%.0f times fewer)"
                        .formatted(
                                number(before.typicalQueryReads()),
                                number(after.typicalQueryReads()),
                                (double) before.typicalQueryReads() / Math.max(1, after.typicalQueryReads())));
        line("task id", task);
        line("", "redis-cli -u %s GET celery-task-meta-%s".formatted(environment.get("LONGHAUL_REDIS_URL"), task));
        line("", "deploy/bin/longhaul show 0001");
        out.println();
        out.println("Look around:");
        out.println("  eval \"$(deploy/stack env)\"     so that the commands find the services");
        out.println("  deploy/bin/longhaul list       every migration and where it stands");
        out.println("  deploy/bin/longhaul tasks      what Redis says");
        out.println("  deploy/stack status            what is running; deploy/stack down stops it all");
    }

    private void line(String name, String value) {
        out.printf("%-16s %s%n", name, value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
