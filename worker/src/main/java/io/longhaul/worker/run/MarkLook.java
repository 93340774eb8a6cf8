package io.longhaul.worker.run;

import io.longhaul.common.migration.Engine;
import io.longhaul.common.plan.Plan;
import io.longhaul.common.run.Attempt;
import io.longhaul.common.run.Direction;
import io.longhaul.common.run.Failure;
import io.longhaul.common.run.Hold;
import io.longhaul.common.run.RunState;
import io.longhaul.common.store.Journal.Reckoned;
import io.longhaul.common.store.Leaving;
import io.longhaul.worker.target.Marks;
import io.longhaul.worker.target.Target;
import io.longhaul.worker.target.TargetRefused;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds the journal of a run against the marks on its databases before anything is sent: whether one of them was
 * restored from a backup. For one run.
 */
final class MarkLook {

    private final Hold hold;
    private final Plan plan;
    private final Tools tools;

    MarkLook(Hold hold, Plan plan, Tools tools) {
        this.hold = hold;
        this.plan = plan;
        this.tools = tools;
    }

    /**
     * How the run is left where they do not agree, and nobody has said what is true; empty when it may go on, perhaps
     * with another journal. Throws {@link TargetRefused}.
     */
    Optional<Leaving> look(Direction direction) throws InterruptedException {
        List<Attempt> attempts = tools.patience().ask(() -> tools.journal().attempts(hold.run()));
        List<Discrepancy> found = Discrepancy.between(plan, attempts, marks(attempts), hold.epoch());
        Optional<Discrepancy> ofTheJournal =
                found.stream().filter(Discrepancy::isOfTheJournal).findFirst();
        if (ofTheJournal.isPresent()) {
            return Optional.of(left(List.of(ofTheJournal.get()), direction));
        }
        List<Long> lost = found.stream()
                .flatMap(discrepancy -> discrepancy.lost().stream())
                .map(Attempt::id)
                .toList();
        Reckoned reckoned = tools.patience().ask(() -> tools.journal().reckon(hold, lost));
        return switch (reckoned) {
            case FENCED -> throw new Fenced(hold);
            case SETTLED -> Optional.empty();
            case UNDECIDED -> Optional.of(left(found, direction));
        };
    }

    private Map<Engine, Marks> marks(List<Attempt> attempts) {
        Map<Engine, Marks> marks = new EnumMap<>(Engine.class);
        for (Engine engine : engines()) {
            marks.put(engine, marks(tools.targets().of(engine), attempts));
        }
        return marks;
    }

    /** Functions in Java come to any of them. */
    private Set<Engine> engines() {
        return plan.engines().contains(Engine.JAVA) ? tools.targets().byEngine().keySet() : plan.engines();
    }

    /** Who may not read marks has not written any either; only where there should be some is that worth waiting for. */
    private Marks marks(Target target, List<Attempt> attempts) {
        try {
            return target.marks(hold.run());
        } catch (TargetRefused refused) {
            if (tools.targets().gaveNoAnswer(refused.failure())
                    || tools.targets().mayPass(refused.failure())
                    || attempts.stream().anyMatch(Attempt::marked)) {
                throw refused;
            }
            return Marks.NONE;
        }
    }

    private Leaving left(List<Discrepancy> found, Direction direction) {
        String words = found.stream()
                .map(discrepancy -> discrepancy.words(plan.migration(), direction))
                .collect(Collectors.joining("; "));
        return new Leaving.Ended(
                direction == Direction.FORWARD ? RunState.FAILED : RunState.ROLLBACK_FAILED,
                Optional.of(words),
                List.of(new Failure("longhaul", "restored", words)));
    }
}
