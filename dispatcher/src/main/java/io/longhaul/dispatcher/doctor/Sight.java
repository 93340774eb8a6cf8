package io.longhaul.dispatcher.doctor;

import java.util.Optional;
import java.util.function.Function;

/**
 * What was seen of something, or why nothing was.
 *
 * @param <T> what can be seen of it
 */
sealed interface Sight<T> {

    /** It could be looked at. */
    record Clear<T>(T what) implements Sight<T> {}

    /**
     * It could not.
     *
     * @param why a clause for people
     */
    record Away<T>(String why) implements Sight<T> {}

    /** The facts, where there are any. */
    default Optional<T> facts() {
        return this instanceof Clear<T> clear ? Optional.of(clear.what()) : Optional.empty();
    }

    /** One of two, by whether there are facts. */
    default <R> R fold(Function<T, R> ifClear, Function<String, R> ifAway) {
        return this instanceof Clear<T> clear ? ifClear.apply(clear.what()) : ifAway.apply(((Away<T>) this).why());
    }
}
