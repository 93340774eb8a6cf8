package io.longhaul.worker.answer;

import io.longhaul.common.migration.Definition;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.Reply;
import io.longhaul.common.report.PlanQuestion;
import io.longhaul.worker.preview.Preview;
import java.util.Optional;
import java.util.function.Function;

/** What a run of a migration would be. */
public final class PlanAnswer implements Answer {

    private final Function<MigrationId, Optional<Definition>> shipped;
    private final Preview preview;

    /** The answer for whatever this worker ships with. */
    public PlanAnswer(Function<MigrationId, Optional<Definition>> shipped, Preview preview) {
        this.shipped = shipped;
        this.preview = preview;
    }

    @Override
    public String kind() {
        return PlanQuestion.QUESTION;
    }

    @Override
    public int version() {
        return PlanQuestion.VERSION;
    }

    @Override
    public Reply to(int version, String document) {
        Optional<PlanQuestion> asked = PlanQuestion.parse(document);
        if (asked.isEmpty()) {
            return new Reply.Declined("it cannot read the question");
        }
        PlanQuestion question = asked.get();
        Optional<Definition> definition = shipped.apply(new MigrationId(question.migration()));
        if (definition.isEmpty()) {
            return new Reply.Declined("it does not have " + question.migration());
        }
        if (!definition.get().checksum().value().equals(question.checksum())) {
            return new Reply.Declined("it has another version of " + question.migration());
        }
        try {
            return new Reply.Document(preview.of(definition.get(), question.chosen(), question.operations())
                    .json());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Reply.Declined("it is ending");
        }
    }
}
