package io.longhaul.dispatcher.view;

import io.longhaul.common.definition.Inspection;
import io.longhaul.common.definition.Problem;
import io.longhaul.dispatcher.text.Counts;
import io.longhaul.dispatcher.text.Tone;
import java.util.stream.Collectors;

/** The mistakes in definitions, a line each that editors and CI systems can jump from. */
public final class InspectionPage {

    private InspectionPage() {}

    public static String lines(Inspection inspection, boolean colours) {
        return inspection.problems().stream()
                .map(problem -> line(problem, colours) + "\n")
                .collect(Collectors.joining());
    }

    private static String line(Problem problem, boolean colours) {
        String line = problem.toString();
        if (!colours) {
            return line;
        }
        String sentence = problem.wrong() + "; " + problem.right();
        String place = line.substring(0, line.length() - sentence.length());
        return "%s%s; %s"
                .formatted(Tone.STRONG.paint(place, true), Tone.BAD.paint(problem.wrong(), true), problem.right());
    }

    /** {@code 3 definitions, 2 mistakes}. */
    public static String counts(Inspection inspection) {
        int mistakes = inspection.problems().size();
        return "%s, %s"
                .formatted(
                        Counts.plural(inspection.definitions(), "definition"),
                        mistakes == 0 ? "no mistake" : Counts.plural(mistakes, "mistake"));
    }
}
