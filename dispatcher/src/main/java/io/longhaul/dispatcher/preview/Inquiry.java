package io.longhaul.dispatcher.preview;

import io.longhaul.common.migration.Checksum;
import io.longhaul.common.migration.MigrationId;
import io.longhaul.common.queue.Asked;
import io.longhaul.common.queue.Question;
import io.longhaul.common.queue.Questions;
import io.longhaul.common.report.PlanQuestion;
import io.longhaul.common.report.PlanReport;
import io.longhaul.common.run.WorkerId;
import io.longhaul.common.store.Presence.Kind;
import io.longhaul.common.store.RunSearch;
import io.longhaul.common.store.RunSearch.Seen;
import io.longhaul.dispatcher.preview.Previewed.Told;
import io.longhaul.dispatcher.preview.Previewed.Untold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks any worker, and where that one does not have the definition, the others. */
public final class Inquiry {

    /** A worker takes nine seconds at most, and may have another question in hand. */
    private static final Duration WITHIN = Duration.ofSeconds(14);

    private static final int OTHERS = 16;

    private final Questions questions;
    private final RunSearch search;

    public Inquiry(Questions questions, RunSearch search) {
        this.questions = questions;
        this.search = search;
    }

    /**
     * What a run would be.
     *
     * @param chosen parameters as people write them, by name
     * @param operations how many are to be told one by one
     */
    public Previewed ask(MigrationId migration, Map<String, String> chosen, int operations) {
        Optional<Checksum> checksum = search.current(migration);
        if (checksum.isEmpty()) {
            return new Untold("No worker has ever brought %s along.".formatted(migration));
        }
        PlanQuestion asked = new PlanQuestion(migration.value(), checksum.get().value(), chosen, operations);
        Question question = new Question(PlanQuestion.QUESTION, PlanQuestion.VERSION, asked.json());
        Asked answer = questions.ask(question, WITHIN);
        return answer instanceof Asked.Declined declined ? others(question, declined) : told(answer);
    }

    private Previewed others(Question question, Asked.Declined first) {
        List<WorkerId> others = search.vitals().members().stream()
                .map(Seen::member)
                .filter(member -> member.kind() == Kind.WORKER)
                .map(member -> new WorkerId(member.id()))
                .filter(worker -> !worker.equals(first.worker()))
                .limit(OTHERS)
                .toList();
        for (WorkerId other : others) {
            if (questions.ask(other, question, WITHIN) instanceof Asked.Answered answered) {
                return told(answered);
            }
        }
        return new Untold(
                "No worker that is up can tell; %s says: %s. Start one that has the definition as it is registered."
                        .formatted(first.worker(), first.why()));
    }

    private static Previewed told(Asked asked) {
        if (asked instanceof Asked.Answered answered) {
            return PlanReport.parse(answered.document())
                    .<Previewed>map(report -> new Told(answered.worker(), report))
                    .orElseGet(() -> new Untold("What %s answered cannot be read; upgrade it, or this longhaul."
                            .formatted(answered.worker())));
        }
        if (asked instanceof Asked.NoAnswer none) {
            return new Untold("No worker answered within %d s; 'longhaul doctor' says more."
                    .formatted(none.within().toSeconds()));
        }
        if (asked instanceof Asked.Unreachable away) {
            return new Untold(
                    "Workers cannot be asked, RabbitMQ cannot be reached (%s). Check that it runs and that LONGHAUL_RABBITMQ_URL is right."
                            .formatted(away.why()));
        }
        return new Untold("No worker is up to answer; start one: longhaul-worker.");
    }
}
