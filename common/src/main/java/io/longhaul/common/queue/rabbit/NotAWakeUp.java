package io.longhaul.common.queue.rabbit;

/** A message in our queue that we cannot read; its message says which part, as a clause. */
final class NotAWakeUp extends Exception {

    NotAWakeUp(String message) {
        super(message);
    }
}
