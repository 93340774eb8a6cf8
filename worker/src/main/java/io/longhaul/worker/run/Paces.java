package io.longhaul.worker.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How long the statements of a walk took. For one thread. */
final class Paces {

    private final List<Duration> all = new ArrayList<>();

    void took(Duration duration) {
        all.add(duration);
    }

    /** The median; of an even number the longer of the two in the middle. */
    Optional<Duration> usual() {
        List<Duration> sorted = all.stream().sorted().toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }
}
