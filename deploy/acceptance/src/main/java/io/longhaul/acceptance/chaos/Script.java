package io.longhaul.acceptance.chaos;

import io.longhaul.local.service.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * All that happens to one run, made from a seed alone: the same seed is the same script.
 *
 * @param seed from which it was made
 * @param scenario what is asked
 * @param reapers how many are kept up; workers are always two
 * @param first what befalls the command that asks for the run, if anything
 * @param faults in order
 */
record Script(long seed, Scenario scenario, int reapers, Optional<Moment> first, List<Fault> faults) {

    Script {
        faults = List.copyOf(faults);
    }

    static Script of(long seed) {
        return new Maker(new Random(seed)).make(seed);
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("seed %d: %s, 2 workers, %d reaper%s".formatted(seed, scenario, reapers, reapers == 1 ? "" : "s"));
        first.ifPresent(moment -> lines.add("   0. kill dispatcher at " + moment));
        IntStream.range(0, faults.size()).forEach(i -> lines.add("  %2d. %s".formatted(i + 1, faults.get(i))));
        return String.join("\n", lines);
    }

    /** Draws lots. */
    private record Maker(Random random) {

        private static final int FEWEST = 6;
        private static final int MORE = 5;

        Script make(long seed) {
            // Copies are what Longhaul is mostly for.
            Scenario scenario = random.nextInt(100) < 25 ? Scenario.COPY : one(List.of(Scenario.values()));
            Optional<Moment> first =
                    random.nextInt(100) < 30 ? Optional.of(one(Moment.of(Role.DISPATCHER))) : Optional.empty();
            int reapers = 1 + random.nextInt(2);
            int count = FEWEST + random.nextInt(MORE);
            return new Script(
                    seed,
                    scenario,
                    reapers,
                    first,
                    IntStream.range(0, count).mapToObj(i -> fault()).toList());
        }

        private Fault fault() {
            int lot = random.nextInt(100);
            if (lot < 52) {
                return toWorker();
            }
            if (lot < 66) {
                return toReaper();
            }
            return now(elsewhere(lot));
        }

        private Blow elsewhere(int lot) {
            if (lot < 74) {
                return new Blow.ServiceDies(Kind.REDIS, millis(0, 4_000));
            }
            if (lot < 80) {
                return new Blow.ServiceDies(Kind.POSTGRES, millis(0, 4_000));
            }
            if (lot < 86) {
                return new Blow.ServiceDies(Kind.CLICKHOUSE, millis(0, 3_000));
            }
            if (lot < 88) {
                return new Blow.ServiceDies(Kind.RABBIT, millis(0, 1_000));
            }
            if (lot < 90) {
                return new Blow.Flush();
            }
            if (lot < 94) {
                return new Blow.Inject();
            }
            Role role = random.nextInt(4) == 0 ? Role.REAPER : Role.WORKER;
            Kind service = one(List.of(Kind.POSTGRES, Kind.REDIS, Kind.RABBIT, Kind.CLICKHOUSE));
            // A reaper has no way to ClickHouse at all.
            return new Blow.Cut(
                    role,
                    role == Role.REAPER && service == Kind.CLICKHOUSE ? Kind.POSTGRES : service,
                    random.nextBoolean(),
                    millis(300, 7_000));
        }

        private Fault toWorker() {
            int lot = random.nextInt(100);
            Blow blow = new Blow.Kill(Role.WORKER);
            if (lot >= 90) {
                blow = new Blow.Terminate(Role.WORKER);
            } else if (lot >= 78) {
                blow = new Blow.Freeze(Role.WORKER, millis(500, 9_000));
            }
            if (random.nextInt(100) < 35) {
                return now(blow);
            }
            Blow chosen = blow;
            List<Moment> moments = Moment.of(Role.WORKER).stream()
                    .filter(moment -> !(chosen instanceof Blow.Freeze) || moment.mayBeHeldBack())
                    .toList();
            Moment moment = one(moments);
            return new Fault(
                    millis(0, 800),
                    Optional.of(moment),
                    moment.isOfAClaim() || moment.isOfAnEnd() ? 1 : 1 + random.nextInt(8),
                    blow,
                    random.nextInt(3) > 0);
        }

        private Fault toReaper() {
            int lot = random.nextInt(100);
            if (lot < 40) {
                return now(new Blow.Kill(Role.REAPER));
            }
            if (lot < 55) {
                return now(new Blow.Freeze(Role.REAPER, millis(500, 6_000)));
            }
            // Somebody has to be taken over for that to come.
            return new Fault(
                    millis(0, 300),
                    Optional.of(one(Moment.of(Role.REAPER))),
                    1,
                    new Blow.Kill(Role.REAPER),
                    random.nextBoolean());
        }

        private Fault now(Blow blow) {
            return new Fault(millis(100, 900), Optional.empty(), 1, blow, random.nextInt(3) > 0);
        }

        private Duration millis(int from, int to) {
            return Duration.ofMillis(from + random.nextInt(to - from));
        }

        private <T> T one(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
