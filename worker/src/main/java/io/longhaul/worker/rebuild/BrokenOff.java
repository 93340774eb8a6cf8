package io.longhaul.worker.rebuild;

/** The rebuild stops between two statements, because something else is asked of its run or another worker has it. */
final class BrokenOff extends RuntimeException {

    BrokenOff(String why) {
        super(why, null, false, false);
    }
}
