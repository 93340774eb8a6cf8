package io.longhaul.dispatcher.cli;

/** Ctrl-C and SIGTERM. */
public interface Interrupts {

    /** From now on they run the act, which has a second or two, and then end the program with the code. */
    void meanwhile(Runnable lastAct, ExitCode code);

    /** From now on they do what they did before. */
    void usual();
}
