package io.longhaul.worker.prove;

/**
 * One run with one disturbance.
 *
 * @param phase when, and how
 * @param point which statement
 * @param boundary where in its life
 * @param person what somebody does where the rules are to ask
 * @param again the next worker dies too, in the first statement that it sends
 */
record Round(Phase phase, Point point, Boundary boundary, Person person, boolean again) {

    /** Where in the life of the whole statement: what is inside of a function is during it. */
    Boundary place() {
        return point.call().isPresent() ? Boundary.DURING : boundary;
    }

    /** What somebody who is asked does. */
    enum Person {
        RESUMES,
        ROLLS_BACK
    }
}
