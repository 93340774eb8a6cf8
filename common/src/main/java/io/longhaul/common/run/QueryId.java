package io.longhaul.common.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id under which a statement is known on the target database, decided and stored before the statement is sent:
 * {@code lh-8f41c2d6-2-37-e3} is operation 2, chunk 37 of run 8f41c2d6 in epoch 3.
 */
public record QueryId(String value) {

    private static final Pattern WHOLE = Pattern.compile("(lh-[^-]+-\\d+)-\\d+-e(\\d{1,18})(?:\\.\\d+)?");
    private static final Pattern EPOCH = Pattern.compile("-e(\\d{1,18})(?:\\.\\d+)?$");
    private static final Pattern INNER = Pattern.compile("^(lh-[^-]+-\\d+-\\d+)\\.\\d+(-e.*)$");
    private static final Pattern OPERATION = Pattern.compile("^lh-[^-]+-(\\d{1,9})-");

    /** For the first try in an epoch; {@code chunk} is 0 where an operation is not divided. */
    public static QueryId of(RunId run, int operation, int chunk, Epoch epoch) {
        return new QueryId("lh-%s-%d-%d-e%d".formatted(run.brief(), operation, chunk, epoch.value()));
    }

    /** For a further try in the same epoch: {@code lh-8f41c2d6-2-37-e3.2} is the second. */
    public static QueryId of(RunId run, int operation, int chunk, Epoch epoch, int attempt) {
        QueryId first = of(run, operation, chunk, epoch);
        return attempt == 1 ? first : new QueryId("%s.%d".formatted(first, attempt));
    }

    /** For putting away what an operation has left: {@code lh-8f41c2d6-2-cleanup-e3}. */
    public static QueryId ofCleanUp(RunId run, int operation, Epoch epoch, int attempt) {
        String suffix = attempt <= 1 ? "" : "." + attempt;
        return new QueryId("lh-%s-%d-cleanup-e%d%s".formatted(run.brief(), operation, epoch.value(), suffix));
    }

    /** For a statement that a function sends which is itself known by this id: {@code lh-8f41c2d6-2-0.17-e3}. */
    public QueryId within(long number) {
        Matcher matcher = EPOCH.matcher(value);
        if (!matcher.find()) {
            throw new IllegalStateException("no id of ours: " + value);
        }
        return new QueryId("%s.%d%s".formatted(value.substring(0, matcher.start()), number, matcher.group()));
    }

    /** For a try of a chunk of the operation that is itself known by this id: {@code lh-8f41c2d6-2-37-e3.2}. */
    public QueryId ofChunk(int chunk, int attempt) {
        Matcher matcher = WHOLE.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalStateException("no id of an operation: " + value);
        }
        String suffix = attempt == 1 ? "" : "." + attempt;
        return new QueryId("%s-%d-e%s%s".formatted(matcher.group(1), chunk, matcher.group(2), suffix));
    }

    /** The statement of the journal that this one belongs to: of {@code lh-8f41c2d6-2-0.17-e3} without the 17. */
    public QueryId outer() {
        return new QueryId(INNER.matcher(value).replaceFirst("$1$2"));
    }

    /** The operation's index in the plan; -1 when this is not an id of ours. */
    public int operation() {
        Matcher matcher = OPERATION.matcher(value);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /** How the ids of all statements of a run begin. */
    public static String prefix(RunId run) {
        return "lh-%s-".formatted(run.brief());
    }

    /** The run that it belongs to, by its first eight characters; empty when this is not an id of ours. */
    public String run() {
        String[] parts = value.split("-", 3);
        return parts.length == 3 && parts[0].equals("lh") ? parts[1] : "";
    }

    /** Which try of its kind in its epoch; 1 for the first. */
    public int attempt() {
        int dot = value.lastIndexOf('.');
        return dot > value.lastIndexOf("-e") ? Integer.parseInt(value.substring(dot + 1)) : 1;
    }

    /** The epoch in which the statement was sent; -1 when this is not an id of ours. */
    public long epoch() {
        Matcher matcher = EPOCH.matcher(value);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    @Override
    public String toString() {
        return value;
    }
}
