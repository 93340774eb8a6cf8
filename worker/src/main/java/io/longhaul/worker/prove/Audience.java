package io.longhaul.worker.prove;

import java.time.Duration;
import java.util.Optional;

/** Hears how a proof gets on. */
public interface Audience {

    /** A sentence. */
    void hear(String sentence);

    /** So many rounds are over; {@code left} is how long the others will take, where that can be said yet. */
    void reached(int round, int of, Optional<Duration> left);
}
