package io.longhaul.worker.prove;

/** Ends a worker's thread where it is. An error, so that nothing on the way up takes it for one of its own troubles. */
final class Death extends Error {

    Death() {
        super("the worker dies here, as it is to", null, false, false);
    }
}
