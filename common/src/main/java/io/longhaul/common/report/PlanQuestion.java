package io.longhaul.common.report;

import java.util.Map;
import java.util.Optional;

/**
 * What a run of a migration would be. The answer is a {@link PlanReport}.
 *
 * @param migration its id
 * @param checksum of the definition with which a run would be asked for now
 * @param chosen parameters as people write them, by name
 * @param operations how many to tell of one by one; the rest is only counted
 */
public record PlanQuestion(String migration, String checksum, Map<String, String> chosen, int operations) {

    /** The kind of question that this is. */
    public static final String QUESTION = "plan";

    public static final int VERSION = 1;

    public PlanQuestion {
        chosen = Map.copyOf(chosen);
        if (operations < 0) {
            throw new IllegalArgumentException("%d operations".formatted(operations));
        }
    }

    public String json() {
        return Documents.write(this);
    }

    /** Absent when it is none. */
    public static Optional<PlanQuestion> parse(String json) {
        return Documents.read(json, PlanQuestion.class);
    }
}
