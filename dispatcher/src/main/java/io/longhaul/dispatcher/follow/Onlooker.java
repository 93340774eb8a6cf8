package io.longhaul.dispatcher.follow;

import io.longhaul.common.store.RunSearch.Details;

/** Is told how a run goes on. Called from one thread at a time. */
public interface Onlooker {

    /** The run as it is now; called about once a second, changed or not. */
    void see(Details now);

    /** Something that is not about the run itself, such as a lost connection; one sentence. */
    void hear(String sentence);

    /** There is nothing more to see. */
    void end();
}
