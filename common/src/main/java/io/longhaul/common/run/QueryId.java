package io.longhaul.common.run;

/**
 * The id under which a statement is known on the target database, decided and stored before the statement is sent:
 * {@code lh-8f41c2d6-2-37-e3} is operation 2, chunk 37 of run 8f41c2d6 in epoch 3.
 */
public record QueryId(String value) {

    /** For the first try in an epoch; {@code chunk} is 0 where an operation is not divided. */
    public static QueryId of(RunId run, int operation, int chunk, Epoch epoch) {
        return new QueryId("lh-%s-%d-%d-e%d".formatted(run.brief(), operation, chunk, epoch.value()));
    }

    @Override
    public String toString() {
        return value;
    }
}
