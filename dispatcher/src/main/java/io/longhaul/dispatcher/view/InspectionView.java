package io.longhaul.dispatcher.view;

import io.longhaul.common.definition.Inspection;
import io.longhaul.common.definition.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code validate --output json} says; every key is always there.
 *
 * @param definitions how many were read
 * @param problems in the order of files, lines and columns; empty if all is right
 */
public record InspectionView(int definitions, List<ProblemView> problems) {

    public static InspectionView of(Inspection inspection) {
        return new InspectionView(
                inspection.definitions(),
                inspection.problems().stream().map(ProblemView::of).toList());
    }

    /**
     * One mistake.
     *
     * @param line from 1; null when the mistake is not in one place of the file
     * @param column from 1; null with the line
     * @param wrong what is wrong
     * @param right what would be right
     */
    public record ProblemView(
            String file, @Nullable Integer line, @Nullable Integer column, String wrong, String right) {

        static ProblemView of(Problem problem) {
            boolean placed = problem.line() > 0;
            return new ProblemView(
                    problem.file(),
                    placed ? problem.line() : null,
                    placed ? problem.column() : null,
                    problem.wrong(),
                    problem.right());
        }
    }
}
