package io.longhaul.common.queue.rabbit;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The broker has an exchange or queue of ours in another shape than we would give it; its message says what to do. */
final class QueueMismatch extends IOException {

    /** As every RabbitMQ from 3.10 to 4.3 says it; should it change, its own words are shown. */
    private static final Pattern SAID = Pattern.compile(
            "inequivalent arg '([^']+)' for (\\w+) '([^']+)' in vhost '[^']+':" + " received (.+) but current is (.+)");

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

    private static final List<String> KINDS = List.of("quorum", "classic");

    QueueMismatch(String said, Throwable cause) {
        super(sentence(said), cause);
    }

    static String sentence(String said) {
        Matcher matcher = SAID.matcher(said);
        if (!matcher.find()) {
            return "the broker refuses our queues: " + said;
        }
        String argument = matcher.group(1);
        String thing = matcher.group(2) + " " + matcher.group(3);
        String ours = bare(matcher.group(4));
        String theirs = bare(matcher.group(5));
        String remedy = argument.equals("x-queue-type") && KINDS.contains(theirs)
                ? "set LONGHAUL_RABBITMQ_QUEUE_TYPE=%s, or delete the %s".formatted(theirs, thing)
                : "delete the %s".formatted(thing);
        return "the %s has %s = %s on the broker, where we declare %s: %s; it is made anew and no run is lost"
                .formatted(thing, argument, theirs, ours, remedy);
    }

    /** {@code the value 'quorum' of type 'longstr'} is {@code quorum}; {@code none} stays. */
    private static String bare(String value) {
        Matcher matcher = QUOTED.matcher(value);
        return matcher.find() ? matcher.group(1) : value;
    }
}
