package io.longhaul.worker.throttle;

/** Whether the server may be given more to do. */
public sealed interface Verdict {

    /** It may. */
    record GoOn() implements Verdict {}

    /**
     * It may, with rests.
     *
     * @param share of the time that a chunk took, for which its thread rests: with 1 it goes half as fast
     * @param why in words for people
     */
    record SlowDown(double share, String why) implements Verdict {}

    /** It may not. */
    record Wait(String why) implements Verdict {}
}
