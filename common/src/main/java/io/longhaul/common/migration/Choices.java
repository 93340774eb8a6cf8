package io.longhaul.common.migration;

import io.longhaul.common.migration.Parameter.Choice;
import io.longhaul.common.words.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What was chosen for a run, held against what its migration lets people choose.
 *
 * @param values as they are bound, those that nobody chose included
 * @param problems a sentence for each that is wrong, missing or unknown
 */
public record Choices(Map<String, String> values, List<String> problems) {

    public Choices {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    /** {@code chosen} has texts as people write them, or values as they are bound. */
    public static Choices of(List<Parameter> parameters, Map<String, String> chosen) {
        Map<String, String> values = new HashMap<>();
        List<String> problems = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(chosen.keySet());
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            unknown.remove(name);
            Optional<String> text = Optional.ofNullable(chosen.get(name)).or(parameter::standard);
            if (text.isEmpty()) {
                problems.add("parameter %s has no value; give it one with --set %s=…, %s"
                        .formatted(name, name, parameter.example()));
                continue;
            }
            Choice choice = parameter.choose(text.get());
            if (choice instanceof Choice.Right right) {
                values.put(name, right.bound());
            } else if (choice instanceof Choice.Wrong wrong) {
                problems.add("parameter %s: %s; %s".formatted(name, wrong.why(), wrong.right()));
            }
        }
        unknown.forEach(name -> problems.add("there is no parameter %s; %s".formatted(name, known(name, parameters))));
        return new Choices(values, problems);
    }

    private static String known(String unknown, List<Parameter> parameters) {
        List<String> names = parameters.stream().map(Parameter::name).toList();
        if (names.isEmpty()) {
            return "the migration has none";
        }
        return Spelling.nearest(unknown, names)
                .map("did you mean %s?"::formatted)
                .orElse("there are " + String.join(", ", names));
    }
}
