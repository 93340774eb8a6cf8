package io.longhaul.common.queue.rabbit;

/** A message, to be taken for a question or its reply, that we cannot read; its message says why, as a clause. */
final class NotAQuestion extends Exception {

    NotAQuestion(String why) {
        super(why);
    }
}
