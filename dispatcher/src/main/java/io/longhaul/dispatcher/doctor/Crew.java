package io.longhaul.dispatcher.doctor;

/**
 * The workers that are up.
 *
 * @param up how many
 * @param busy how many of them have a run in hand
 */
record Crew(int up, int busy) {

    int idle() {
        return Math.max(0, up - busy);
    }
}
