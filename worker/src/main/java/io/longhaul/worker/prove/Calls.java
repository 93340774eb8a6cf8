package io.longhaul.worker.prove;

import io.longhaul.common.run.QueryId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What functions in Java and built-in operations did in the undisturbed runs, in their order: who would know
 * beforehand? Safe for use by many threads.
 */
final class Calls {

    private static final Pattern STATEMENT = Pattern.compile("^lh-[^-]+-(\\d+-\\d+)\\.(\\d+)-e");
    private static final Pattern ATTEMPT = Pattern.compile("^lh-[^-]+-(\\d+-\\d+)-e");

    private final Map<String, Collection<Call>> byPlace = new ConcurrentHashMap<>();

    /** A statement was sent; nothing is noted of one that stands in the plan. */
    void sent(QueryId query) {
        Matcher matcher = STATEMENT.matcher(query.value());
        if (matcher.find()) {
            note(matcher.group(1), new Call(Call.Kind.STATEMENT, Long.parseLong(matcher.group(2))));
        }
    }

    /** A function has remembered something; {@code number} among the checkpoints of the attempt. */
    void remembered(QueryId attempt, long number) {
        Matcher matcher = ATTEMPT.matcher(attempt.value());
        if (matcher.find()) {
            note(matcher.group(1), new Call(Call.Kind.CHECKPOINT, number));
        }
    }

    private void note(String place, Call call) {
        byPlace.computeIfAbsent(place, none -> Collections.synchronizedSet(new LinkedHashSet<>()))
                .add(call);
    }

    /** What was done there by what stands there. */
    List<Call> of(Point point) {
        return new ArrayList<>(byPlace.getOrDefault("%d-%d".formatted(point.operation(), point.chunk()), List.of()));
    }

    /** Whether a function has sent it, or a built-in operation. */
    static boolean isFromInside(QueryId query) {
        return STATEMENT.matcher(query.value()).find();
    }
}
