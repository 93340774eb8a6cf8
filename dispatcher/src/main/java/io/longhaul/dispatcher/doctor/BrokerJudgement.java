package io.longhaul.dispatcher.doctor;

import io.longhaul.common.queue.rabbit.BrokerCheckup;
import io.longhaul.common.queue.rabbit.BrokerCheckup.Depth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How RabbitMQ is, and the queues in it. */
final class BrokerJudgement {

    static final String PART = "rabbitmq";

    private BrokerJudgement() {}

    /** {@code crew} are the workers, where the store could be asked. */
    static List<Finding> of(Sight<BrokerSight> seen, Optional<Crew> crew) {
        return seen.fold(
                sight -> of(sight, crew),
                why -> List.of(Finding.unreachable(
                        PART,
                        why,
                        "start it, or set LONGHAUL_RABBITMQ_URL right; runs at work go on, queued ones wait")));
    }

    private static List<Finding> of(BrokerSight seen, Optional<Crew> crew) {
        BrokerCheckup broker = seen.broker();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(PART, "reachable", seen.address()));
        findings.add(ServiceJudgement.version(PART, broker.version(), ServiceJudgement.RABBITMQ));
        findings.add(broker.wakeUps()
                .map(depth -> queue(broker, depth, crew))
                .orElse(Finding.warning(
                        PART, "queue", "there is no queue longhaul.runs", "start a worker or a reaper: they make it")));
        if (broker.dead() > 0) {
            findings.add(Finding.warning(
                    PART,
                    "dead letters",
                    broker.dead() == 1
                            ? "1 message that nobody could read"
                            : broker.dead() + " messages that nobody could read",
                    "look into queue longhaul.dead for who sent them, then purge it; no run is lost"));
        }
        return findings;
    }

    private static Finding queue(BrokerCheckup broker, Depth depth, Optional<Crew> crew) {
        if (broker.mismatch().isPresent()) {
            return Finding.problem(
                    PART, "queue", broker.mismatch().get(), "as said; then start workers and reapers again");
        }
        String found = "longhaul.runs: %s, %s"
                .formatted(count(depth.messages(), "message"), count(depth.consumers(), "consumer"));
        if (depth.messages() == 0 || depth.consumers() > 0) {
            return Finding.ok(PART, "queue", found);
        }
        if (crew.isEmpty()) {
            return Finding.warning(PART, "queue", found, "start a worker, unless all of them are busy");
        }
        if (crew.get().up() == 0) {
            return Finding.problem(PART, "queue", found, "start a worker");
        }
        // A worker that has a run in hand listens no more: only one that is idle should.
        return crew.get().idle() == 0
                ? Finding.ok(PART, "queue", found + "; all workers are busy")
                : Finding.problem(
                        PART, "queue", found, "a worker is up and idle and does not listen: look into its log");
    }

    private static String count(int number, String thing) {
        return "%s %s%s".formatted(number == 0 ? "no" : String.valueOf(number), thing, number == 1 ? "" : "s");
    }

    /**
     * What was seen of RabbitMQ.
     *
     * @param address host and port
     * @param broker how it is
     */
    record BrokerSight(String address, BrokerCheckup broker) {}
}
