package io.longhaul.dispatcher.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values by name, as somebody types them: {@code name=value}. */
final class Assignments {

    private Assignments() {}

    /** Throws {@link WrongUsage} with a sentence for each that is none, and for each name that is there twice. */
    static Map<String, String> read(List<String> texts) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                problems.add("--set %s is no NAME=VALUE".formatted(text));
            } else if (values.putIfAbsent(text.substring(0, equals), text.substring(equals + 1)) != null) {
                problems.add("--set %s is there twice; leave one out".formatted(text.substring(0, equals)));
            }
        }
        if (!problems.isEmpty()) {
            throw new WrongUsage(problems);
        }
        return values;
    }
}
