package io.longhaul.common.plan;

/**
 * Why what a {@code forEach} found makes no operations.
 *
 * @param operation its place in the definition, from 1
 * @param name as the definition has it
 * @param wrong what is wrong, and what would be right
 */
public record PlanMakerProblem(int operation, String name, String wrong) {

    @Override
    public String toString() {
        return "operation %d, '%s': %s".formatted(operation, name, wrong);
    }
}
