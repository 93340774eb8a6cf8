package io.longhaul.dispatcher.doctor;

/**
 * Looks at one thing, however long that takes.
 *
 * @param <T> what there is to be seen
 */
interface Look<T> {

    /** Any exception says that it could not be seen; its message says why. */
    T at() throws Exception;
}
